package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Max;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Element-wise combination of several inputs: Add, Multiply, Average and the like. */
public record Merging(Config config) implements Layer {
  private static final LayerType ADD = LayerType.of("Add", Merging::new);
  private static final LayerType SUBTRACT = LayerType.of("Subtract", Merging::new);
  private static final LayerType MULTIPLY = LayerType.of("Multiply", Merging::new);
  private static final LayerType AVERAGE = LayerType.of("Average", Merging::new);
  private static final LayerType MAXIMUM = LayerType.of("Maximum", Merging::new);
  private static final LayerType MINIMUM = LayerType.of("Minimum", Merging::new);

  static final List<LayerType> TYPES = List.of(ADD, SUBTRACT, MULTIPLY, AVERAGE, MAXIMUM, MINIMUM);

  /** A sum. */
  public static Merging add() {
    return new Merging(ADD.create().config());
  }

  /** A product. */
  public static Merging multiply() {
    return new Merging(MULTIPLY.create().config());
  }

  private Op op() {
    LayerType type = config.type();
    return type == SUBTRACT
        ? new Sub()
        : type == MULTIPLY
            ? new Mul()
            : type == MAXIMUM ? new Max() : type == MINIMUM ? new Min() : new Add();
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    List<Flow> inputs = in.inputs();
    if (inputs.isEmpty() || (config.type() == SUBTRACT && inputs.size() != 2)) {
      throw config.fail("cannot merge " + inputs.size() + " inputs");
    }
    List<Flow> aligned = aligned(e, inputs);
    Op op = op();
    Value y = aligned.get(0).value();
    for (Flow other : aligned.subList(1, aligned.size())) {
      y = e.add(op, y, other.value());
    }
    if (config.type() == AVERAGE) {
      y = e.add(new Mul(), y, e.scalar(1.0 / inputs.size(), inputs.get(0).dtype()));
    }
    return List.of(aligned.get(0).with(y).masked(mask(e, inputs)));
  }

  /** A time step counts if it counts in every input; all do if an input has no mask. */
  private static @Nullable Value mask(Emitter e, List<Flow> inputs) {
    return inputs.stream().allMatch(x -> x.mask() != null)
        ? AttentionScores.all(e, inputs.stream().map(Flow::mask).distinct().toArray(Value[]::new))
        : null;
  }

  /** The inputs in one order, those of lower rank with ones behind the batch. */
  private static List<Flow> aligned(Emitter e, List<Flow> inputs) {
    int rank = inputs.stream().mapToInt(Flow::rank).max().orElse(0);
    List<Flow> equal = new ArrayList<>();
    for (Flow x : inputs) {
      if (x.rank() == rank) {
        equal.add(x);
      } else {
        long[] axes = new long[rank - x.rank()];
        for (int i = 0; i < axes.length; i++) {
          axes[i] = i + 1L;
        }
        equal.add(Flow.of(e.add(new Unsqueeze(), e.logical(x), e.longs(axes))));
      }
    }
    return inOneOrder(e, equal);
  }

  /** Flows of one rank in one order: that of the first which is not in the layers' own. */
  static List<Flow> inOneOrder(Emitter e, List<Flow> flows) {
    List<Integer> plain = Flow.identity(flows.get(0).rank());
    List<Integer> order =
        flows.stream().map(Flow::order).filter(o -> !o.equals(plain)).findFirst().orElse(plain);
    return flows.stream().map(x -> new Flow(e.arranged(x, order), order, x.mask())).toList();
  }
}
