package dev.millrace.server.script;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// One text for each JSON value, whatever blanks, order of keys and zeros it came with.
final class CanonicalJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true)
          .build();

  private CanonicalJson() {}

  static String of(String text) {
    try {
      return MAPPER.writeValueAsString(canonical(MAPPER.readValue(text, Object.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Object canonical(Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(
                  java.util.TreeMap::new,
                  (to, e) -> to.put(e.getKey(), canonical(e.getValue())),
                  Map::putAll);
      case List<?> list ->
          list.stream()
              .map(CanonicalJson::canonical)
              .collect(
                  java.util.ArrayList::new, java.util.ArrayList::add, java.util.ArrayList::addAll);
      case BigDecimal number -> number.stripTrailingZeros();
      default -> value;
    };
  }
}
