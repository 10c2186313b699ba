package dev.millrace.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Decompresses bodies, up to a size: a small body may unpack to any amount.
public enum ContentEncoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  /// The encoding of a Content-Encoding header; null for one that is not known, or for several at
  /// once.
  public static @Nullable ContentEncoding of(@Nullable String header) {
    return switch (header == null ? "" : header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default -> null;
    };
  }

  /// The body unpacked; null if it has more than `bytesMax` bytes. An IOException says that it is
  /// damaged.
  public byte @Nullable [] decode(byte[] body, int bytesMax) throws IOException {
    if (this == IDENTITY) {
      return body.length <= bytesMax ? body : null;
    }
    try (InputStream in = open(body)) {
      byte[] unpacked = in.readNBytes(bytesMax);
      return in.read() < 0 ? unpacked : null;
    }
  }

  private InputStream open(byte[] body) throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    return this == GZIP ? new GZIPInputStream(in) : new InflaterInputStream(in);
  }
}
