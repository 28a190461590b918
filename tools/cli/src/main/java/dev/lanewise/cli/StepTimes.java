package dev.lanewise.cli;

import dev.lanewise.plan.PlanStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Median times of the steps of a plan over many runs.
 *
 * @param rows one per step, in the plan's order
 * @param typical the run of median length
 */
record StepTimes(List<Row> rows, StepTrace typical) {
  /**
   * A step, or all steps of an operator.
   *
   * @param step what it is
   * @param micros median time
   * @param multiplyAdds multiply-adds in direct form
   * @param bytes bytes moved
   */
  record Row(PlanStep step, double micros, long multiplyAdds, long bytes) {
    /** 10⁹ floating-point operations a second. */
    double gigaflops() {
      return micros == 0 ? 0 : 2 * multiplyAdds / micros / 1e3;
    }

    /** 10⁹ bytes a second. */
    double gigabytes() {
      return micros == 0 ? 0 : bytes / micros / 1e3;
    }
  }

  /** Copies the list. */
  StepTimes {
    rows = List.copyOf(rows);
  }

  /** From the traces of at least one run of the same plan. */
  static StepTimes of(List<StepTrace> runs) {
    List<StepTrace> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.comparingLong(StepTrace::total));
    StepTrace typical = sorted.get(sorted.size() / 2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < typical.count(); i++) {
      PlanStep step = typical.step(i);
      int at = i;
      long[] nanos =
          runs.stream()
              .filter(run -> at < run.count() && run.step(at) == step)
              .mapToLong(run -> run.nanos(at))
              .sorted()
              .toArray();
      rows.add(new Row(step, nanos[nanos.length / 2] / 1e3, step.multiplyAdds(), step.bytes()));
    }
    return new StepTimes(rows, typical);
  }

  /** Sum of the medians. */
  double micros() {
    return rows.stream().mapToDouble(Row::micros).sum();
  }

  /** Sums per operator, the longest first; the step of a sum is the operator's first. */
  List<Row> byOperator() {
    Map<String, Row> sums = new LinkedHashMap<>();
    for (Row row : rows) {
      sums.merge(
          row.step().operator(),
          row,
          (a, b) ->
              new Row(
                  a.step(),
                  a.micros() + b.micros(),
                  a.multiplyAdds() + b.multiplyAdds(),
                  a.bytes() + b.bytes()));
    }
    Row[] sorted = sums.values().toArray(new Row[0]);
    Arrays.sort(sorted, Comparator.comparingDouble(Row::micros).reversed());
    return List.of(sorted);
  }
}
