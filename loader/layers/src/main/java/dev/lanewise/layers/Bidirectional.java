package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Mul;
import java.util.ArrayList;
import java.util.List;

/** A recurrent layer and a second one that goes through the sequence from its end. */
public record Bidirectional(Config config) implements Layer {
  static final LayerType TYPE =
      LayerType.of(
          "Bidirectional",
          Bidirectional::new,
          "layer",
          LayerType.REQUIRED,
          "backward_layer",
          null,
          "merge_mode",
          "concat");

  /** Checks the layers. */
  public Bidirectional {
    recurrent(config, "layer");
    if (config.has("merge_mode")) {
      config.word("merge_mode", "concat", "sum", "mul", "ave");
    }
  }

  /** A recurrent layer in both directions, the outputs side by side. */
  public static Bidirectional of(Recurrent layer) {
    Layer named = layer.name().isEmpty() ? layer.named("layer") : layer;
    return new Bidirectional(TYPE.create("layer", LayerJson.write(named)).config());
  }

  private static Recurrent recurrent(Config config, String key) {
    if (config.layer(key) instanceof Recurrent r) {
      return r;
    }
    throw config.unsupported("two directions of " + config.layer(key).className());
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    if (in.inputs().isEmpty()) {
      throw config.fail("has no input");
    }
    Recurrent forward = recurrent(config, "layer");
    Recurrent backward =
        config.has("backward_layer") ? recurrent(config, "backward_layer") : forward;
    List<Flow> initial =
        in.inputs().size() > 1
            ? in.inputs().subList(1, in.inputs().size())
            : in.named().getOrDefault("initial_state", List.of());
    int half = initial.size() / 2;
    Flow x = in.inputs().get(0);
    Recurrent.Pass first =
        e.inside(
            "forward_layer",
            "forward_layer",
            () -> forward.pass(e, x, initial.subList(0, half), false, "cell"));
    Recurrent.Pass second =
        e.inside(
            "backward_layer",
            "backward_layer",
            () -> backward.pass(e, x, initial.subList(half, initial.size()), true, "cell"));
    boolean sequences = forward.config().flag("return_sequences");
    Flow a = sequences ? first.sequence() : first.states().get(0);
    Flow b = sequences ? second.sequence() : second.states().get(0);
    List<Flow> outputs = new ArrayList<>(merged(e, a, b));
    if (forward.config().flag("return_state")) {
      outputs.addAll(first.states());
      outputs.addAll(second.states());
    }
    return outputs;
  }

  private List<Flow> merged(Emitter e, Flow a, Flow b) {
    if (!config.has("merge_mode")) {
      return List.of(a, b);
    }
    Value x = a.value();
    Value y = b.value();
    Value z =
        switch (config.string("merge_mode")) {
          case "concat" -> e.add(new Concat(a.rank() - 1), x, y);
          case "mul" -> e.add(new Mul(), x, y);
          case "ave" -> e.add(new Mul(), e.add(new Add(), x, y), e.scalar(0.5, a.dtype()));
          default -> e.add(new Add(), x, y);
        };
    return List.of(a.with(z));
  }
}
