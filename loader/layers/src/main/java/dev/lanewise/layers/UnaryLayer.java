package dev.lanewise.layers;

import java.util.List;

/** A layer with one input and one output. */
interface UnaryLayer extends Layer {
  /** Adds the layer to a graph. */
  Flow call(Emitter e, Flow x);

  @Override
  default List<Flow> call(Emitter e, Arguments in) {
    return List.of(call(e, in.single(this)));
  }
}
