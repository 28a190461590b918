package dev.lanewise.plan;

import dev.lanewise.error.CancelledException;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.Team;
import dev.lanewise.pass.LaidOut;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A plan all of whose shapes are known: steps over arenas that are laid out beforehand. A run
 * borrows a frame and allocates nothing but the outputs that the caller did not bring.
 */
final class StaticPlan implements Executable {
  private static final int MAX_IDLE_FRAMES = 16;

  private final LaidOut laidOut;
  private final List<PlanStep> described;
  private final Step[] steps;
  private final List<Unit> units;
  private final @Nullable Object[] bankTemplate;
  private final List<Supplier<Object>> states;
  private final List<PlanBuilder.Arena> arenas;
  private final int[] inputBanks;
  private final int[] outputBanks;
  private final @Nullable TensorType[] outputTypes;
  private final Ref[] outputRefs;
  private final long arenaBytes;
  private final long arenaBound;
  private final @Nullable Frame[] idle = new Frame[MAX_IDLE_FRAMES];
  private int idleCount;

  /**
   * The steps of one node.
   *
   * @param kind same for nodes that run the same code
   * @param from first step
   * @param to step after the last
   * @param overwritten inputs that the node replaces by its outputs
   */
  private record Unit(String kind, int from, int to, List<Ref> overwritten) {}

  StaticPlan(PlanBuilder plan, List<Ref> outputRefs, List<PlanBuilder.Arena> arenas) {
    this.laidOut = plan.laidOut;
    this.described = new ArrayList<>();
    this.steps = new Step[plan.steps.size()];
    for (PlanBuilder.Described step : plan.steps) {
      steps[described.size()] = step.step();
      described.add(step.what());
    }
    this.units = units(plan);
    this.bankTemplate = plan.banks.toArray();
    this.states = List.copyOf(plan.states);
    this.arenas = List.copyOf(arenas);
    this.inputBanks = plan.inputBanks;
    this.outputBanks = plan.outputBanks;
    this.outputRefs = outputRefs.toArray(new Ref[0]);
    this.arenaBytes = plan.arenaBytes;
    this.arenaBound = plan.arenaBound;
    this.outputTypes = new TensorType[outputBanks.length];
    for (int o = 0; o < outputBanks.length; o++) {
      outputTypes[o] = laidOut.graph().outputs().get(o).type() instanceof TensorType t ? t : null;
    }
  }

  private static List<Unit> units(PlanBuilder plan) {
    List<Unit> units = new ArrayList<>();
    int from = 0;
    while (from < plan.steps.size()) {
      Node node = plan.steps.get(from).node();
      StringBuilder kind = new StringBuilder();
      int to = from;
      while (to < plan.steps.size() && plan.steps.get(to).node() == node) {
        kind.append(Warming.kind(plan.steps.get(to).what())).append('\n');
        to++;
      }
      List<Ref> overwritten = plan.overwritten.getOrDefault(node, List.of());
      units.add(new Unit(kind.toString(), from, to, List.copyOf(overwritten)));
      from = to;
    }
    return List.copyOf(units);
  }

  @Override
  public void run(Datum[] inputs, @Nullable Datum[] outputs, Team team) {
    if (team instanceof WarmingTeam warm && warm.warming().begins(this)) {
      warm(inputs, outputs, warm);
      return;
    }
    Frame frame = borrow();
    frame.team(team);
    try {
      bind(frame, inputs, outputs);
      Thread thread = Thread.currentThread();
      for (Step step : steps) {
        checkInterrupt(thread);
        step.run(frame);
      }
      collect(frame, outputs);
    } finally {
      release(frame);
    }
  }

  @Override
  public void run(Datum[] inputs, @Nullable Datum[] outputs, Team team, StepListener listener) {
    Frame frame = borrow();
    frame.team(team);
    try {
      bind(frame, inputs, outputs);
      Thread thread = Thread.currentThread();
      for (int i = 0; i < steps.length; i++) {
        checkInterrupt(thread);
        long start = System.nanoTime();
        steps[i].run(frame);
        listener.ended(described.get(i), start, System.nanoTime());
      }
      collect(frame, outputs);
    } finally {
      release(frame);
    }
  }

  /** A run that repeats what its nodes do. */
  private void warm(Datum[] inputs, @Nullable Datum[] outputs, WarmingTeam team) {
    Frame frame = borrow();
    frame.team(team);
    try {
      bind(frame, inputs, outputs);
      Thread thread = Thread.currentThread();
      Set<Runnable> rehearsals = new LinkedHashSet<>();
      for (Step step : steps) {
        if (step instanceof KernelStep kernel) {
          rehearsals.addAll(kernel.rehearsals());
        }
      }
      team.warming().rehearse(rehearsals);
      for (Unit unit : units) {
        Object[] saved = new Object[unit.overwritten.size()];
        for (int i = 0; i < saved.length; i++) {
          Ref ref = unit.overwritten.get(i);
          saved[i] = ref.storage().allocate(ref.length());
          System.arraycopy(frame.array(ref), ref.offset(), saved[i], 0, ref.length());
        }
        runUnit(unit, frame, thread);
        team.warming()
            .repeat(
                unit.kind,
                () -> {
                  for (int i = 0; i < saved.length; i++) {
                    Ref ref = unit.overwritten.get(i);
                    System.arraycopy(saved[i], 0, frame.array(ref), ref.offset(), ref.length());
                  }
                  runUnit(unit, frame, thread);
                });
      }
      collect(frame, outputs);
    } finally {
      release(frame);
    }
  }

  private void runUnit(Unit unit, Frame frame, Thread thread) {
    for (int i = unit.from; i < unit.to; i++) {
      checkInterrupt(thread);
      steps[i].run(frame);
    }
  }

  private static void checkInterrupt(Thread thread) {
    if (thread.isInterrupted()) {
      throw new CancelledException("the run was interrupted");
    }
  }

  private void bind(Frame frame, Datum[] inputs, @Nullable Datum[] outputs) {
    for (int i = 0; i < inputBanks.length; i++) {
      frame.bind(inputBanks[i], inputs[i] instanceof Tensor t ? t.array() : inputs[i]);
    }
    for (int o = 0; o < outputBanks.length; o++) {
      TensorType type = outputTypes[o];
      if (type == null) {
        continue;
      }
      Datum given = outputs[o];
      if (given == null) {
        Tensor fresh = Tensor.zeros(type.dtype(), Objects.requireNonNull(type.shape()));
        outputs[o] = fresh;
        frame.bind(outputBanks[o], fresh.array());
      } else {
        check(o, type, given);
        frame.bind(outputBanks[o], ((Tensor) given).array());
      }
    }
  }

  private void check(int o, TensorType type, Datum given) {
    if (!(given instanceof Tensor t)
        || t.dtype() != type.dtype()
        || !t.shape().equals(type.shape())) {
      throw new InvalidInputException(
          "output '"
              + laidOut.graph().outputs().get(o).name()
              + "' is "
              + type
              + ", but the tensor brought for it is "
              + given.type());
    }
  }

  private void collect(Frame frame, @Nullable Datum[] outputs) {
    for (int o = 0; o < outputBanks.length; o++) {
      Ref ref = outputRefs[o];
      if (outputTypes[o] == null) {
        outputs[o] = (Datum) frame.bank(ref.bank());
      } else if (ref.bank() != outputBanks[o]) {
        Object to = frame.bank(outputBanks[o]);
        System.arraycopy(frame.array(ref), ref.offset(), to, 0, ref.length());
      }
    }
  }

  private Frame borrow() {
    synchronized (idle) {
      if (idleCount > 0) {
        Frame frame = Objects.requireNonNull(idle[--idleCount]);
        idle[idleCount] = null;
        return frame;
      }
    }
    @Nullable Object[] banks = bankTemplate.clone();
    for (PlanBuilder.Arena arena : arenas) {
      banks[arena.bank()] = arena.storage().allocate(arena.length());
    }
    Object[] own = new Object[states.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = states.get(i).get();
    }
    return new Frame(banks, own);
  }

  private void release(Frame frame) {
    for (int bank : inputBanks) {
      frame.bind(bank, null);
    }
    for (int bank : outputBanks) {
      frame.bind(bank, null);
    }
    frame.team(Team.SERIAL);
    synchronized (idle) {
      if (idleCount < idle.length) {
        idle[idleCount++] = frame;
      }
    }
  }

  @Override
  public PlanSummary summary() {
    return new PlanSummary(described, arenaBytes, arenaBound, true);
  }

  @Override
  public String describe() {
    StringBuilder b = new StringBuilder();
    b.append(
        String.format(
            "plan: %d steps, arena %d bytes (lower bound %d)%n",
            steps.length, arenaBytes, arenaBound));
    for (PlanStep step : described) {
      b.append(
          String.format(
              "  %-40s %-24s %-28s %s%n",
              step.node(), step.operator(), step.kernel(), step.output()));
    }
    return b.toString();
  }
}
