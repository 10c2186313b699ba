package dev.millrace.dataflow.plan.codec;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;

/// The tag bytes of nodes. They are on disk: never change one, only add.
final class Tags {

  static final int CONSTANT = 1;
  static final int GET = 2;
  static final int INDEX_LOOKUP = 3;
  static final int MFP = 4;
  static final int TEMPORAL_FILTER = 5;
  static final int JOIN = 6;
  static final int REDUCE = 7;
  static final int DISTINCT = 8;
  static final int TOP_K = 9;
  static final int FLAT_MAP = 10;
  static final int UNION = 11;
  static final int SET_OPERATION = 12;
  static final int AT_MOST_ONE = 13;
  static final int VARIABLE = 14;
  static final int RECURSION = 15;
  static final int ITERATION = 16;

  static final int COLUMN = 1;
  static final int LITERAL = 2;
  static final int PARAMETER = 3;
  static final int CALL = 4;
  static final int AND = 5;
  static final int OR = 6;
  static final int NOT = 7;
  static final int IS_NULL = 8;
  static final int IS_DISTINCT = 9;
  static final int CASE = 10;
  static final int COALESCE = 11;
  static final int MZ_NOW = 12;

  private Tags() {}

  static int of(Plan plan) {
    return switch (plan) {
      case Plan.Constant _ -> CONSTANT;
      case Plan.Get _ -> GET;
      case Plan.IndexLookup _ -> INDEX_LOOKUP;
      case Plan.Mfp _ -> MFP;
      case Plan.TemporalFilter _ -> TEMPORAL_FILTER;
      case Plan.Join _ -> JOIN;
      case Plan.Reduce _ -> REDUCE;
      case Plan.Distinct _ -> DISTINCT;
      case Plan.TopK _ -> TOP_K;
      case Plan.FlatMap _ -> FLAT_MAP;
      case Plan.Union _ -> UNION;
      case Plan.SetOperation _ -> SET_OPERATION;
      case Plan.AtMostOne _ -> AT_MOST_ONE;
      case Plan.Variable _ -> VARIABLE;
      case Plan.Recursion _ -> RECURSION;
      case Plan.Iteration _ -> ITERATION;
    };
  }

  static int of(Scalar scalar) {
    return switch (scalar) {
      case Scalar.ColumnRef _ -> COLUMN;
      case Scalar.Literal _ -> LITERAL;
      case Scalar.Parameter _ -> PARAMETER;
      case Scalar.Call _ -> CALL;
      case Scalar.And _ -> AND;
      case Scalar.Or _ -> OR;
      case Scalar.Not _ -> NOT;
      case Scalar.IsNull _ -> IS_NULL;
      case Scalar.IsDistinct _ -> IS_DISTINCT;
      case Scalar.Case _ -> CASE;
      case Scalar.Coalesce _ -> COALESCE;
      case Scalar.MzNow _ -> MZ_NOW;
    };
  }
}
