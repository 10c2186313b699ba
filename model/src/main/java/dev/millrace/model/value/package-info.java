/// Values and their stored bytes. A boxed value is null (SQL NULL), `Boolean`, `Integer`, `Long`,
/// `Double` or [dev.millrace.model.value.Slice], as the type's carrier says.
///
/// | type | stored form |
/// |---|---|
/// | date | int, days since 2000-01-01; ±infinity = Integer.MAX_VALUE / MIN_VALUE |
/// | time, timestamp, timestamptz | long, microseconds since midnight / 2000-01-01 UTC; ±infinity = Long.MAX_VALUE / MIN_VALUE |
/// | mz_timestamp | long, milliseconds since 1970-01-01, unsigned |
/// | uint8, uint4 | long (uint8 unsigned) |
/// | float4 | double holding a float exactly |
/// | text family, json | UTF-8 |
/// | jsonb | canonical compact JSON text in UTF-8: keys sorted by bytes and unique, numbers normalised |
/// | bytea | the bytes |
/// | uuid | 16 bytes |
/// | interval | months int, days int, micros long, big-endian (16 bytes) |
/// | numeric | always normalised, so equal values have equal bytes: `Numeric` |
/// | list, record | element count int, then per element: byte length int (-1 = NULL) and the element's stored form (ints 4, longs and doubles 8 bytes big-endian, BOOLEAN 1) |
/// | array | number of dimensions int, per dimension length int and lower bound int, then as a list |
/// | map | entry count int, per entry key and value as in a list, keys sorted by bytes |
///
/// Equal values of one type have equal stored bytes, except float8 zeros and NaNs and intervals;
/// keys therefore go through `model.row.KeyEncoder`.
@NullMarked
package dev.millrace.model.value;

import org.jspecify.annotations.NullMarked;
