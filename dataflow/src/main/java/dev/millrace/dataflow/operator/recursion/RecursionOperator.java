package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Fault;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recursion, maintained. Its output are the rows of all bindings, as pairs of the binding's
/// number and the row's bytes; a [RecursionResultOperator] unpacks those of one. Confined to the
/// step thread.
public final class RecursionOperator implements Operator {

  /*
   * Evaluated from scratch, a recursion goes through rounds: X(0) is empty, X(r) is what the
   * bindings make of X(r-1), until X(r) = X(r-1). A step changes the inputs, and with them X(r) for
   * some of the r. Everything here is kept as differences along both: a row has a weight for the
   * round in which it came (or went), and a step computes the difference of these differences. This
   * is differential computation (McSherry, Murray, Isaacs, Isard: Differential dataflow, 2013) for
   * times (step, round) whose first part is totally ordered, so that all past steps are one.
   *
   *   X(step, r) = sum of d(s, q) for all s <= step, q <= r
   *
   * It is exact for every retraction and for bindings that are not monotone, because nothing is
   * ever continued from an old fixpoint: round r is corrected to what it would have been. It costs
   * in proportion to what changes in all rounds together. Rejected: continuing from the old
   * fixpoint (wrong for retractions: rows that only support each other stay), delete and rederive
   * (needs sets and monotone bindings), evaluating anew after each step (cost of everything).
   *
   * A step takes the rounds in ascending order and leaves out those in which nothing changes.
   */

  /// Types of the output.
  public static final List<SqlType> TYPES = List.of(ScalarType.INT4, ScalarType.BYTEA);

  private static final Delta NOTHING = new Delta();

  /// What bounds a recursion inside a step.
  ///
  /// @param rounds after which a recursion without a limit of its own is given up
  /// @param rows that the stages may put out in one step
  public record Bounds(int rounds, long rows) {}

  private final List<Circuit> circuits = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final int inputs;
  private final @Nullable RecursionLimit limit;
  private final Bounds bounds;

  /// What each binding holds.
  private final List<Weights> totals = new ArrayList<>();

  /// What the last round allowed changed in each binding, if the limit is an error.
  private final List<Weights> atLimit = new ArrayList<>();

  /// @param bindings with variables from `bindings.size()` on that stand for the inputs
  public RecursionOperator(
      List<Plan> bindings, int inputs, @Nullable RecursionLimit limit, Bounds bounds) {
    this.inputs = inputs;
    this.limit = limit;
    this.bounds = bounds;
    for (Plan binding : bindings) {
      circuits.add(new Circuit(binding));
      widths.add(binding.types().size());
      totals.add(new Weights());
      atLimit.add(new Weights());
    }
  }

  @Override
  public String description() {
    return "recursion of " + circuits.size() + " bindings";
  }

  @Override
  public void run(Delta[] deltas, Output out, StepScope step) {
    boolean wasCutShort = isCutShort();
    List<Weights> changes = new ArrayList<>();
    circuits.forEach(_ -> changes.add(new Weights()));
    Delta[] last = nothing();
    long rows = 0;
    for (int round = 1; round <= roundsMax(); round = nextRound(round, last)) {
      Delta[] now = nothing();
      for (int i = 0; i < circuits.size(); i++) {
        Delta[] variables = variables(i, round, last, now, deltas);
        Delta result = circuits.get(i).run(variables, round, step, bounds.rows - rows);
        result.faults().forEach(c -> out.fault(c.fault(), c.weight()));
        Weights change = new Weights();
        change.addRows(result, widths.get(i));
        rows += result.rows();
        now[i] = delta(change, i, result);
        changes.get(i).addAll(change);
        if (limit != null && limit.isError() && round == limit.rounds()) {
          atLimit.get(i).addAll(change);
        }
      }
      if (rows > bounds.rows) {
        throw tooMuch("produced more than " + bounds.rows + " rows");
      }
      last = now;
    }
    if (limit == null && nextRound(bounds.rounds, last) != Integer.MAX_VALUE) {
      throw tooMuch("still changes after " + bounds.rounds + " rounds");
    }
    emit(changes, out);
    if (wasCutShort != isCutShort()) {
      out.fault(limitFault(), wasCutShort ? -1 : 1);
    }
  }

  private int roundsMax() {
    return limit == null ? bounds.rounds : (int) Math.min(limit.rounds(), Integer.MAX_VALUE - 1);
  }

  private int nextRound(int round, Delta[] last) {
    boolean isChanging = Arrays.stream(last).anyMatch(d -> d.rows() > 0);
    int due = isChanging ? round + 1 : Integer.MAX_VALUE;
    for (Circuit circuit : circuits) {
      due = Math.min(due, circuit.dueRound());
    }
    return due;
  }

  private Delta[] nothing() {
    Delta[] deltas = new Delta[circuits.size()];
    Arrays.fill(deltas, NOTHING);
    return deltas;
  }

  /// What the variables of a binding change in a round: earlier bindings are those of this round,
  /// the others of the last. Inputs are the same in all rounds.
  private Delta[] variables(int binding, int round, Delta[] last, Delta[] now, Delta[] deltas) {
    Delta[] variables = new Delta[circuits.size() + inputs];
    for (int i = 0; i < circuits.size(); i++) {
      variables[i] = i < binding ? now[i] : last[i];
    }
    for (int i = 0; i < inputs; i++) {
      variables[circuits.size() + i] = round == 1 ? deltas[i] : NOTHING;
    }
    return variables;
  }

  /// The change as the next stages take it, the same object if it was consolidated already.
  private Delta delta(Weights change, int binding, Delta result) {
    Delta delta = new Delta();
    if (!change.isEmpty()) {
      Output out = Output.into(delta, circuits.get(binding).types(), Long.MAX_VALUE);
      change.emit(out, widths.get(binding));
      out.flush();
    }
    assert delta.rows() <= result.rows();
    return delta;
  }

  private boolean isCutShort() {
    return !atLimit.stream().allMatch(Weights::isEmpty);
  }

  private Fault limitFault() {
    long rounds = limit == null ? bounds.rounds : limit.rounds();
    return new Fault(
        SqlState.PROGRAM_LIMIT_EXCEEDED,
        "recursive query still changes after " + rounds + " rounds",
        null);
  }

  private static DatabaseException tooMuch(String what) {
    return new DatabaseException(
        SqlState.PROGRAM_LIMIT_EXCEEDED, "a recursion of this view " + what + " in one step");
  }

  private void emit(List<Weights> changes, Output out) {
    for (int i = 0; i < changes.size(); i++) {
      write(changes.get(i), i, out);
      totals.get(i).addAll(changes.get(i));
    }
  }

  private static void write(Weights rows, int binding, Output out) {
    rows.entries()
        .forEach((row, weight) -> {
          byte[] bytes = ((StoredRow) row).bytes;
          ((IntColumn) out.chunk().columns[0]).append(binding);
          ((BytesColumn) out.chunk().columns[1]).append(bytes, 0, bytes.length);
          out.endRow(weight);
        });
  }

  @Override
  public void load(Contents[] contents, Output.FaultSink faults, StepScope step) {
    Delta[] deltas = new Delta[contents.length];
    for (int i = 0; i < contents.length; i++) {
      deltas[i] = new Delta();
      contents[i].stream(deltas[i]::add);
    }
    Output out = new Output(TYPES, _ -> {}, faults, Long.MAX_VALUE);
    run(deltas, out, step);
    out.flush();
  }

  @Override
  public void contents(Contents[] contents, Output out, StepScope step) {
    for (int i = 0; i < totals.size(); i++) {
      write(totals.get(i), i, out);
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return circuits.stream().mapToLong(Circuit::stateRows).sum()
        + totals.stream().mapToLong(Weights::size).sum();
  }

  /// A row held takes an entry of a map, its bytes and its weight.
  private static final long ROW_BYTES = 200;

  @Override
  public long stateBytes() {
    return stateRows() * ROW_BYTES;
  }
}
