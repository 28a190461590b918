package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Concat;
import java.util.List;

/** The inputs one after the other along an axis. */
public record Concatenate(Config config) implements Layer {
  static final LayerType TYPE = LayerType.of("Concatenate", Concatenate::new, "axis", -1);

  /** Along the last dimension. */
  public static Concatenate of() {
    return new Concatenate(TYPE.create().config());
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    if (in.inputs().isEmpty()) {
      throw config.fail("has no input");
    }
    int rank = in.inputs().get(0).rank();
    int given = config.integer("axis");
    int axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis >= rank || in.inputs().stream().anyMatch(x -> x.rank() != rank)) {
      throw config.fail(
          "cannot join " + in.inputs().stream().map(Flow::shape).toList() + " along axis " + given);
    }
    List<Flow> flows = Merging.inOneOrder(e, in.inputs());
    Value[] values = flows.stream().map(Flow::value).toArray(Value[]::new);
    Flow first = flows.get(0);
    Value y = e.add(new Concat(first.physical(axis)), values);
    boolean alike = in.inputs().stream().allMatch(x -> x.mask() == first.mask());
    if (!alike || (first.mask() != null && axis == 1)) {
      throw config.unsupported("inputs with different masks");
    }
    return List.of(first.with(y));
  }
}
