package dev.millrace.sql.execute.write;

import dev.millrace.sql.bind.BoundMerge;
import java.util.List;

/// What becomes of the rows that a statement has read.
sealed interface WriteAction {

  /// The word in front of the number of rows in the command tag.
  String verb();

  /// They go in.
  record Insert() implements WriteAction {
    @Override
    public String verb() {
      return "INSERT 0";
    }
  }

  /// They go in, or change the rows that have their keys.
  record Upsert(ConflictRule rule) implements WriteAction {
    @Override
    public String verb() {
      return "INSERT 0";
    }
  }

  /// Their first half goes out and their second half comes in.
  record Update() implements WriteAction {
    @Override
    public String verb() {
      return "UPDATE";
    }
  }

  /// Each is a pair of a row of the table and one of a source, and one of the branches is taken.
  record Merge(List<BoundMerge.Branch> branches) implements WriteAction {
    public Merge {
      branches = List.copyOf(branches);
    }

    @Override
    public String verb() {
      return "MERGE";
    }
  }

  /// They go out.
  record Delete() implements WriteAction {
    @Override
    public String verb() {
      return "DELETE";
    }
  }
}
