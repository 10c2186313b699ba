package dev.millrace.server.access;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How clients reach the server and what they must prove. From beyond loopback a client needs TLS
/// and its role's password, unless the operator said that this is insecure.
///
/// @param isInsecure allows to listen beyond loopback although nobody has to prove who he is
/// @param tls certificate and key; null: SSLRequest is answered `N`
/// @param asksOnLoopback clients on loopback must prove who they are, too
public record Access(boolean isInsecure, @Nullable Tls tls, boolean asksOnLoopback) {

  /// Loopback only, and nobody is asked.
  public static final Access LOCAL = new Access(false, null, false);

  /// The same, insecure or not.
  public Access withInsecure(boolean insecure) {
    return new Access(insecure, tls, asksOnLoopback);
  }

  /// Refuses an address that others reach unless passwords travel encrypted or the operator does
  /// not care.
  public void check(InetAddress listen) {
    if (!isInsecure && tls == null && !listen.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "refusing to listen on "
              + listen.getHostAddress()
              + " without TLS, since whoever reaches the port could do anything; give --tls-cert"
              + " and --tls-key, or say --insecure if that is what you want");
    }
  }

  /// A certificate chain and its key, PEM files.
  public record Tls(Path certificate, Path key) {

    /// Reads the files; the IOException names the one that will not do.
    public SslContext context() throws IOException {
      for (Path file : new Path[] {certificate, key}) {
        if (!Files.isReadable(file)) {
          throw new IOException("cannot read " + file);
        }
      }
      try {
        return SslContextBuilder.forServer(certificate.toFile(), key.toFile()).build();
      } catch (IOException | IllegalArgumentException e) {
        throw new IOException(
            "cannot use "
                + certificate
                + " with "
                + key
                + ": expected a certificate chain and an unencrypted PKCS#8 key, both PEM",
            e);
      }
    }
  }
}
