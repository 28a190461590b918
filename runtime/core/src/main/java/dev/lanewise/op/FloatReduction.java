package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Pool;
import dev.lanewise.kernel.Reduce;
import dev.lanewise.kernel.ReduceFunction;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lowering of reductions of floats to {@link Reduce} and {@link Pool} kernels. */
final class FloatReduction {
  private static final int GRAIN = 32_768;

  private FloatReduction() {}

  /** Neighbouring dimensions that are all reduced or all kept, as one. */
  private record Group(int size, boolean reduced) {}

  /**
   * Emits one kernel per group of neighbouring reduced axes, the last group first.
   *
   * @param axes axes in increasing order
   */
  static void lower(Reduction op, Lowering l, int[] axes) {
    List<Group> groups = groups(l.shape(0), axes);
    Ref y = l.output(0);
    Ref x = l.input(0);
    ReduceFunction f = op.function();
    int left = (int) groups.stream().filter(Group::reduced).count();
    for (int g = groups.size() - 1; left > 0; g--) {
      if (!groups.get(g).reduced) {
        continue;
      }
      left--;
      int outer = size(groups.subList(0, g));
      int n = groups.get(g).size;
      int inner = size(groups.subList(g + 1, groups.size()));
      groups.set(g, new Group(1, false));
      Ref result = left == 0 ? y : l.scratch(Storage.FLOATS, outer * inner);
      emit(l, op.name(), f, x, result, outer, n, inner);
      x = result;
      f = op.combination();
    }
    Activation last = op.last();
    if (last != null) {
      last.emit(l, op.name() + " end", y, y, l.outputShape(0).size());
    }
  }

  /** Groups with at least one that is reduced; dimensions of size 1 are left out. */
  private static List<Group> groups(Shape shape, int[] axes) {
    List<Group> groups = new ArrayList<>();
    for (int d = 0; d < shape.rank(); d++) {
      int size = shape.dim(d);
      boolean reduced = Arrays.binarySearch(axes, d) >= 0;
      int last = groups.size() - 1;
      if (size == 1) {
        continue;
      }
      if (last >= 0 && groups.get(last).reduced == reduced) {
        groups.set(last, new Group(groups.get(last).size * size, reduced));
      } else {
        groups.add(new Group(size, reduced));
      }
    }
    if (groups.stream().noneMatch(Group::reduced)) {
      groups.add(new Group(1, true));
    }
    return groups;
  }

  private static int size(List<Group> groups) {
    int n = 1;
    for (Group g : groups) {
      n *= g.size;
    }
    return n;
  }

  private static void emit(
      Lowering l, String description, ReduceFunction f, Ref x, Ref y, int outer, int n, int inner) {
    Reduce kernel = l.kernels().reduce();
    l.emitRange(
        description + " " + outer + "×" + n + "×" + inner,
        outer,
        Math.max(1, GRAIN / (n * inner)),
        (frame, from, to) ->
            kernel.reduce(
                f,
                frame.floats(x),
                x.offset() + from * n * inner,
                frame.floats(y),
                y.offset() + from * inner,
                to - from,
                n,
                inner));
  }

  /** Whether whole planes of a blocked layout can be reduced. */
  static boolean hasPool(Reduction op) {
    return switch (op.function()) {
      case MEAN, SUM -> op.last() == null;
      case MAX -> true;
      default -> false;
    };
  }

  /** Reduces the planes of a blocked input; the output is blocked, or plain [N, C]. */
  static void lowerPlanes(Reduction op, Lowering l) {
    Planes planes = Planes.of(l.shape(0), l.layout(0));
    boolean blocked = !l.outputLayout(0).isPlain();
    int lanes = planes.count() * planes.layout().block();
    Pool pool = l.kernels().pool();
    Ref x = l.input(0);
    Ref y = l.output(0);
    Ref pooled = blocked || planes.isFull() ? y : l.scratch(Storage.FLOATS, lanes);
    boolean max = op.function() == ReduceFunction.MAX;
    l.emitRange(
        op.name() + " of planes",
        planes.count(),
        Math.max(1, GRAIN / planes.stride()),
        (frame, from, to) -> {
          float[] in = frame.floats(x);
          float[] out = frame.floats(pooled);
          int pixels = planes.pixels();
          if (max) {
            pool.globalMax(planes.layout(), pixels, in, x.offset(), out, pooled.offset(), from, to);
          } else {
            pool.globalAverage(
                planes.layout(), pixels, in, x.offset(), out, pooled.offset(), from, to);
          }
        });
    if (op.function() == ReduceFunction.SUM) {
      new Activation(UnaryFunction.AFFINE, planes.pixels(), 0)
          .emit(l, op.name() + " scale", pooled, pooled, lanes);
    }
    if (pooled != y) {
      int padded = planes.blocks() * planes.layout().block();
      int channels = planes.channels();
      Strided.of(
              new int[] {planes.batch(), channels},
              new int[] {padded, 1},
              new int[] {channels, 1},
              1)
          .emit(l, op.name() + " channels", pooled, 0, y, 0);
    }
  }
}
