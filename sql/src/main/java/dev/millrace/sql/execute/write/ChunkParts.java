package dev.millrace.sql.execute.write;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import java.util.Arrays;

/// Parts of chunks.
final class ChunkParts {

  private ChunkParts() {}

  /// A chunk of some of the columns, with the weights multiplied; the columns are shared.
  static Chunk columns(Chunk chunk, int from, int to, int factor) {
    Column[] columns = Arrays.copyOfRange(chunk.columns, from, to);
    Chunk part = new Chunk(columns);
    if (factor != 1 || chunk.weights != null) {
      int[] weights = new int[chunk.size()];
      for (int row = 0; row < weights.length; row++) {
        weights[row] = chunk.weight(row) * factor;
      }
      part.weights = weights;
    }
    return part;
  }
}
