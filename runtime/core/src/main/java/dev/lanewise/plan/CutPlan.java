package dev.lanewise.plan;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A plan for a graph in which shapes depend on data: a head with known shapes, the nodes that
 * decide shapes, run by their reference evaluation, and a tail that is compiled when its shapes are
 * known.
 */
final class CutPlan implements Executable {
  /** One way to run a part. */
  private interface PlanRun {
    void run(Executable plan, Datum[] inputs, @Nullable Datum[] outputs, Team team);
  }

  private final GraphCut cut;
  private final Executable head;
  private final PlanCache tail;
  private final Subplans subplans;
  private final List<PlanStep> deciding;

  CutPlan(GraphCut cut, Executable head, PlanCache tail, Subplans subplans) {
    this.cut = cut;
    this.head = head;
    this.tail = tail;
    this.subplans = subplans;
    this.deciding = describe(cut.deciding(), head.summary().steps().size());
  }

  @Override
  public void run(Datum[] inputs, @Nullable Datum[] outputs, Team team) {
    run(inputs, outputs, team, Executable::run, (step, evaluation) -> evaluation.run());
  }

  @Override
  public void run(Datum[] inputs, @Nullable Datum[] outputs, Team team, StepListener listener) {
    run(
        inputs,
        outputs,
        team,
        (plan, in, out, threads) -> plan.run(in, out, threads, listener),
        (step, evaluation) -> {
          long start = System.nanoTime();
          evaluation.run();
          listener.ended(step, start, System.nanoTime());
        });
  }

  private static List<PlanStep> describe(List<Node> nodes, int first) {
    List<PlanStep> steps = new ArrayList<>();
    for (Node node : nodes) {
      steps.add(
          new PlanStep(
              first + steps.size(),
              node.name(),
              node.op().name(),
              "decides shapes",
              String.valueOf(node.output(0).type()),
              0,
              0));
    }
    return steps;
  }

  private void run(
      Datum[] inputs,
      @Nullable Datum[] outputs,
      Team team,
      PlanRun part,
      BiConsumer<PlanStep, Runnable> between) {
    Map<Value, Datum> values = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      values.put(cut.whole().inputs().get(i), inputs[i]);
    }
    @Nullable Datum[] results = new Datum[cut.headOutputs().size()];
    part.run(head, inputs, results, team);
    for (int i = 0; i < results.length; i++) {
      values.put(cut.headOutputs().get(i), Objects.requireNonNull(results[i]));
    }
    for (int i = 0; i < deciding.size(); i++) {
      Node node = cut.deciding().get(i);
      between.accept(deciding.get(i), () -> evaluate(node, values, team));
    }
    Datum[] tailInputs = new Datum[cut.tailInputs().size()];
    for (int i = 0; i < tailInputs.length; i++) {
      tailInputs[i] = Objects.requireNonNull(values.get(cut.tailInputs().get(i)));
    }
    @Nullable Datum[] answers = new Datum[outputs.length];
    part.run(tail.plan(tailInputs), tailInputs, answers, team);
    for (int o = 0; o < outputs.length; o++) {
      outputs[o] = deliver(Objects.requireNonNull(answers[o]), outputs[o]);
    }
  }

  private void evaluate(Node node, Map<Value, Datum> values, Team team) {
    List<@Nullable Datum> arguments = new ArrayList<>();
    for (Value v : node.inputs()) {
      arguments.add(v == null ? null : v.constant() != null ? v.constant() : values.get(v));
    }
    List<Datum> results = new Evaluation(node, arguments, subplans.on(team)).evaluate();
    for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
      values.put(node.output(i), results.get(i));
    }
  }

  private static Datum deliver(Datum answer, @Nullable Datum wanted) {
    if (wanted instanceof Tensor to && answer instanceof Tensor from) {
      if (!to.type().equals(from.type())) {
        throw new InvalidInputException(
            "an output is " + from.type() + ", but the tensor brought for it is " + to.type());
      }
      TensorType type = from.type();
      System.arraycopy(from.array(), 0, to.array(), 0, type.dtype().storage().length(to.array()));
      return to;
    }
    return answer;
  }

  @Override
  public PlanSummary summary() {
    PlanSummary known = head.summary();
    List<PlanStep> steps = new ArrayList<>(known.steps());
    steps.addAll(deciding);
    return new PlanSummary(steps, known.arenaBytes(), known.arenaBound(), false);
  }

  @Override
  public String describe() {
    StringBuilder b = new StringBuilder(head.describe());
    b.append("cut: shapes depend on the results of\n");
    for (Node node : cut.deciding()) {
      b.append("  ").append(node).append('\n');
    }
    b.append("tail: ").append(cut.tail().nodes().size()).append(" nodes, planned when they run\n");
    return b.toString();
  }
}
