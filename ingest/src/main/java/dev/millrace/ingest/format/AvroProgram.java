package dev.millrace.ingest.format;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/// How records written with one schema fill the columns of a reader schema, worked out once for
/// each writer schema: Avro's schema resolution as a list of steps in the order of the writer's
/// fields. A field both have alike is read straight into its column; one that differs is resolved
/// by the library; one the reader lacks is passed over; one the writer lacks gets its default.
///
/// Steps may hold scratch space: confined to one thread.
final class AvroProgram {

  /// One step.
  @FunctionalInterface
  private interface Step {
    /// Reads from `in`, fills columns from `first` on; false if there is no row.
    boolean run(AvroBytes in, Column[] target, int first);
  }

  private final List<Step> steps;

  private AvroProgram(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Reads the next value; false if it stands for no row.
  boolean run(AvroBytes in, Column[] target, int first) {
    boolean isRow = true;
    for (Step step : steps) {
      isRow &= step.run(in, target, first);
    }
    return isRow;
  }

  /// The program for values written with `writer`.
  static AvroProgram of(Schema writer, AvroColumns columns) {
    Schema reader = columns.schema();
    if (reader.getType() != Schema.Type.RECORD) {
      return new AvroProgram(List.of(read(writer, reader, columns.fields().getFirst())));
    }
    if (writer.getType() != Schema.Type.RECORD) {
      throw unresolvable("it holds no record, but " + writer.getType().getName());
    }
    Schema renamed = Schema.applyAliases(writer, reader);
    List<Step> steps = new ArrayList<>();
    Set<String> written = new HashSet<>();
    for (Schema.Field field : renamed.getFields()) {
      AvroColumns.Part part = part(columns, field.name());
      written.add(field.name());
      steps.add(part == null ? skip(field.schema()) : read(field.schema(), part.schema(), part));
    }
    for (AvroColumns.Part part : columns.fields()) {
      if (!written.contains(part.name())) {
        steps.add(fill(reader.getField(part.name()), part));
      }
    }
    return new AvroProgram(steps);
  }

  /// The program for Debezium's envelopes: the row is what `after` holds, and there is none if it
  /// is null.
  static AvroProgram ofAfter(Schema writer, AvroColumns columns) {
    Schema.Field after =
        writer.getType() == Schema.Type.RECORD ? writer.getField(Debezium.AFTER) : null;
    if (after == null) {
      throw unresolvable("it has no field \"" + Debezium.AFTER + "\"");
    }
    List<Step> steps = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      steps.add(field == after ? row(field.schema(), columns) : skip(field.schema()));
    }
    return new AvroProgram(steps);
  }

  private static Step row(Schema schema, AvroColumns columns) {
    AvroProgram program = of(Debezium.row(schema), columns);
    if (schema.getType() != Schema.Type.UNION) {
      return program::run;
    }
    return (in, target, first) ->
        AvroSkip.branch(schema, in).getType() != Schema.Type.NULL && program.run(in, target, first);
  }

  private static AvroColumns.@Nullable Part part(AvroColumns columns, String name) {
    for (AvroColumns.Part part : columns.fields()) {
      if (part.name().equals(name)) {
        return part;
      }
    }
    return null;
  }

  private static Step skip(Schema schema) {
    return (in, _, _) -> {
      AvroSkip.skip(schema, in);
      return true;
    };
  }

  private static Step read(Schema writer, Schema reader, AvroColumns.Part part) {
    boolean isSame = writer.equals(reader);
    if (part.columns().size() > 1) {
      return isSame ? variants(reader, part) : resolve(writer, reader, part);
    }
    if (!isSame) {
      return resolve(writer, reader, part);
    }
    AvroFieldReader field = AvroFieldReader.of(reader);
    int at = part.first();
    return (in, target, first) -> {
      field.read(in, target[first + at]);
      return true;
    };
  }

  /// A union with a column for each of its types: the others are NULL.
  private static Step variants(Schema union, AvroColumns.Part part) {
    List<@Nullable AvroFieldReader> readers = new ArrayList<>();
    for (Schema branch : union.getTypes()) {
      readers.add(branch.getType() == Schema.Type.NULL ? null : AvroFieldReader.of(branch));
    }
    int nullBranch = readers.indexOf(null);
    return (in, target, first) -> {
      int branch = in.readInt();
      if (branch < 0 || branch >= readers.size()) {
        throw AvroBytes.malformed("a union has no branch " + branch);
      }
      int chosen = variant(branch, nullBranch);
      for (int i = 0; i < part.columns().size(); i++) {
        Column column = target[first + part.first() + i];
        AvroFieldReader reader = i == chosen ? readers.get(branch) : null;
        if (reader == null) {
          column.appendNull();
        } else {
          reader.read(in, column);
        }
      }
      return true;
    };
  }

  /// The variant that a branch of a union is: its number without the null branch, −1 for that.
  private static int variant(int branch, int nullBranch) {
    if (branch == nullBranch) {
      return -1;
    }
    return nullBranch >= 0 && branch > nullBranch ? branch - 1 : branch;
  }

  /// A value written otherwise than it is read: the library's resolution.
  private static Step resolve(Schema writer, Schema reader, AvroColumns.Part part) {
    AvroTypes.requireSameMeaning(writer, reader);
    GenericDatumReader<Object> resolving = new GenericDatumReader<>(writer, reader);
    return (in, target, first) -> {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(in.bytes(), in.position(), in.remaining(), null);
      try {
        Object value = resolving.read(null, decoder);
        in.skip(in.remaining() - decoder.inputStream().available());
        append(value, reader, part, target, first);
      } catch (IOException | AvroRuntimeException | ArithmeticException e) {
        throw AvroBytes.malformed(String.valueOf(e.getMessage()));
      }
      return true;
    };
  }

  private static Step fill(Schema.Field field, AvroColumns.Part part) {
    if (!field.hasDefaultValue()) {
      throw unresolvable("it has no field \"" + field.name() + "\", which has no default");
    }
    Object value = GenericData.get().getDefaultValue(field);
    return (_, target, first) -> {
      append(value, field.schema(), part, target, first);
      return true;
    };
  }

  private static void append(
      @Nullable Object value, Schema reader, AvroColumns.Part part, Column[] target, int first) {
    int at = first + part.first();
    if (part.columns().size() == 1) {
      target[at].append(AvroValues.stored(reader, value));
      return;
    }
    Schema branch =
        value == null ? null : reader.getTypes().get(GenericData.get().resolveUnion(reader, value));
    for (Schema variant : part.variants()) {
      target[at++].append(variant.equals(branch) ? AvroValues.stored(variant, value) : null);
    }
  }

  private static DatabaseException unresolvable(String why) {
    return new DatabaseException(
        SqlState.INVALID_BINARY_REPRESENTATION,
        "the record's schema does not fit that of the source: " + why);
  }
}
