package dev.lanewise;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Team;
import dev.lanewise.plan.CompileOptions;
import dev.lanewise.plan.Compiler;
import dev.lanewise.plan.Executable;
import dev.lanewise.plan.PackedWeights;
import dev.lanewise.plan.PlanCache;
import dev.lanewise.plan.Warming;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plans a session answers with. Where it may choose its kernels and warms up in the background
 * there are two programs: one on scalar kernels answers until that on vector kernels is ready.
 */
final class Programs {
  private final Graph graph;
  private final PackedWeights weights;
  private final SessionOptions options;
  private final Set<List<Type>> warmed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger warming = new AtomicInteger();

  private volatile PlanCache active;
  private volatile @Nullable BackgroundWarmUp background;
  private volatile boolean closed;

  /**
   * @param team threads that new plans are warmed on if that is to be done before they answer
   */
  Programs(Graph graph, PackedWeights weights, SessionOptions options, Team team) {
    this.graph = graph;
    this.weights = weights;
    this.options = options;
    KernelChoice choice = options.kernels();
    if (options.warmUp() == WarmUp.BACKGROUND) {
      boolean free = BackEnds.isFree(choice);
      active = new PlanCache(compiler(free ? BackEnds.scalar() : choice.kernels()), graph);
      background = new BackgroundWarmUp(this, options.executor(), free);
    } else if (options.warmUp() == WarmUp.BLOCKING) {
      active =
          new PlanCache(
              compiler(choice.kernels()), graph, (plan, inputs) -> settle(plan, inputs, team));
    } else {
      active = new PlanCache(compiler(choice.kernels()), graph);
    }
  }

  private Compiler compiler(KernelSet kernels) {
    CompileOptions compile =
        new CompileOptions(
            kernels,
            options.threads(),
            options.accuracy(),
            options.maxArenaBytes(),
            options.cachedPlans());
    return new Compiler(compile, weights);
  }

  /** Kernels of the program that answers now. */
  KernelSet kernels() {
    return active.kernels();
  }

  /** The plan that answers now. */
  Executable plan(Datum[] inputs) {
    return active.plan(inputs);
  }

  /** Answers. */
  void run(Datum[] inputs, @Nullable Datum[] outputs, Team team) {
    BackgroundWarmUp waiting = background;
    if (waiting == null) {
      active.plan(inputs).run(inputs, outputs, team);
      return;
    }
    Executable plan = active.plan(inputs);
    long start = System.nanoTime();
    plan.run(inputs, outputs, team);
    waiting.answered(inputs, System.nanoTime() - start);
  }

  /** Warms the program that is to stay, and lets it answer from then on. */
  boolean warmUp(Datum[] inputs, Team team) {
    BackgroundWarmUp waiting = background;
    if (waiting != null) {
      return waiting.warmUp(inputs, team);
    }
    return settle(active.plan(inputs), inputs, team);
  }

  /**
   * Compiles and warms the program for good, and flips to it unless it is slower.
   *
   * @param slowest nanoseconds of a run that must not take longer afterwards
   * @return whether the program that answers from now on is warm
   */
  boolean flip(Datum[] inputs, Team team, long slowest) {
    KernelSet kernels = options.kernels().kernels();
    if (kernels == active.kernels()) {
      background = null;
      return settle(active.plan(inputs), inputs, team);
    }
    PlanCache next = new PlanCache(compiler(kernels), graph);
    warming.incrementAndGet();
    try {
      Warming warm = warming(kernels);
      boolean settled =
          warm.settle(next.plan(inputs), inputs, graph.outputs().size(), team, slowest);
      if (closed) {
        return false;
      }
      background = null;
      if (warm.best() > slowest) {
        BackEnds.reportSlow(kernels, warm.best(), slowest);
        return false;
      }
      if (settled) {
        warmed.add(types(inputs));
      }
      active = next;
      return settled;
    } finally {
      warming.decrementAndGet();
    }
  }

  private Warming warming(KernelSet kernels) {
    return new Warming(options.warmUpLimit().toNanos(), () -> closed, kernels::allocatedBytes);
  }

  private boolean settle(Executable plan, Datum[] inputs, Team team) {
    warming.incrementAndGet();
    try {
      Warming warm = warming(options.kernels().kernels());
      boolean settled = warm.settle(plan, inputs, graph.outputs().size(), team, Long.MAX_VALUE);
      if (settled) {
        warmed.add(types(inputs));
      }
      return settled;
    } finally {
      warming.decrementAndGet();
    }
  }

  private static List<Type> types(Datum[] inputs) {
    return Arrays.stream(inputs).map(Datum::type).collect(Collectors.toList());
  }

  /** How warm the program is that answers now. */
  Session.Warmth warmth() {
    if (warming.get() > 0) {
      return Session.Warmth.WARMING;
    }
    List<List<Type>> seen = active.types();
    return !seen.isEmpty() && warmed.containsAll(seen) ? Session.Warmth.WARM : Session.Warmth.COLD;
  }

  /** Zeros for every input, null if a shape is not known before the inputs are. */
  Datum @Nullable [] zeros() {
    List<Value> declared = graph.inputs();
    Datum[] zeros = new Datum[declared.size()];
    for (int i = 0; i < zeros.length; i++) {
      if (!(declared.get(i).type() instanceof TensorType type)
          || type.shape() == null
          || !type.isKnown()) {
        return null;
      }
      zeros[i] = Tensor.zeros(type.dtype(), type.shape());
    }
    return zeros;
  }

  /** Ends what is warming up. */
  void close() {
    closed = true;
  }
}
