package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.RecurrentDirection;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Squeeze;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LSTM, GRU and SimpleRNN. A stateful layer starts every run from zeros, or from the states it is
 * called with.
 */
public record Recurrent(Config config) implements Layer {
  private static final LayerType LSTM = gated("LSTM", "unit_forget_bias", true);
  private static final LayerType GRU = gated("GRU", "reset_after", null);
  private static final LayerType SIMPLE = type("SimpleRNN");

  /** Layers of Keras 2 that ran on one library only; their weights are brought into this layout. */
  private static final LayerType OLD_LSTM = LSTM.called("CuDNNLSTM");

  private static final LayerType OLD_GRU = gated("CuDNNGRU", "reset_after", true);

  static final List<LayerType> TYPES = List.of(LSTM, GRU, SIMPLE, OLD_LSTM, OLD_GRU);

  private static final Map<LayerType, RecurrentCell> CELLS =
      Map.of(
          LSTM,
          LstmCell.INSTANCE,
          GRU,
          GruCell.INSTANCE,
          SIMPLE,
          SimpleRnnCell.INSTANCE,
          OLD_LSTM,
          LstmCell.INSTANCE,
          OLD_GRU,
          GruCell.INSTANCE);

  private static LayerType gated(String className, String key, @Nullable Object value) {
    return type(className, key, value, "recurrent_activation", "sigmoid");
  }

  private static LayerType type(String className, @Nullable Object... more) {
    List<@Nullable Object> keys = new ArrayList<>();
    java.util.Collections.addAll(
        keys,
        "units",
        LayerType.REQUIRED,
        "activation",
        "tanh",
        "use_bias",
        true,
        "kernel_initializer",
        "glorot_uniform",
        "recurrent_initializer",
        "orthogonal",
        "bias_initializer",
        "zeros",
        "dropout",
        0.0,
        "recurrent_dropout",
        0.0,
        "return_sequences",
        false,
        "return_state",
        false,
        "go_backwards",
        false,
        "stateful",
        false,
        "zero_output_for_mask",
        false,
        "use_cudnn",
        "auto",
        "time_major",
        false);
    java.util.Collections.addAll(keys, more);
    return LayerType.of(className, Recurrent::new, keys.toArray());
  }

  /** An LSTM; its last output, or all of them. */
  public static Recurrent lstm(int units, boolean returnSequences) {
    return create(LSTM, units, returnSequences);
  }

  /** A GRU; its last output, or all of them. */
  public static Recurrent gru(int units, boolean returnSequences) {
    return create(GRU, units, returnSequences);
  }

  private static Recurrent create(LayerType type, int units, boolean returnSequences) {
    return new Recurrent(type.create("units", units, "return_sequences", returnSequences).config());
  }

  /** What a pass over a sequence gives: all outputs, and the states at its end. */
  record Pass(Flow sequence, List<Flow> states) {}

  private RecurrentCell cell() {
    return java.util.Objects.requireNonNull(CELLS.get(config.type()));
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    if (in.inputs().isEmpty()) {
      throw config.fail("has no input");
    }
    List<Flow> initial =
        in.inputs().size() > 1
            ? in.inputs().subList(1, in.inputs().size())
            : in.named().getOrDefault("initial_state", List.of());
    boolean backwards = config.flag("go_backwards");
    return results(e, pass(e, in.inputs().get(0), initial, backwards, "cell"));
  }

  /** The outputs that the configuration asks for. */
  List<Flow> results(Emitter e, Pass pass) {
    boolean backwards = config.flag("go_backwards");
    Flow y = pass.states.get(0);
    if (config.flag("return_sequences")) {
      y = backwards ? reversed(e, pass.sequence) : pass.sequence;
    }
    List<Flow> outputs = new ArrayList<>(List.of(y));
    if (config.flag("return_state")) {
      outputs.addAll(pass.states);
    }
    return outputs;
  }

  /**
   * A pass over the sequence; outputs stay at the time step they belong to.
   *
   * @param part name of the cell within the layer, and where a Keras 3 weight file has it
   */
  Pass pass(Emitter e, Flow x, List<Flow> initial, boolean backwards, String part) {
    RecurrentCell cell = cell();
    e.refuseInTraining(config, "dropout", "recurrent_dropout");
    if (x.rank() != 3) {
      throw config.fail("needs an input of three dimensions, got " + x.shape());
    }
    if (config.flag("time_major")) {
      throw config.unsupported("sequences whose first dimension is time");
    }
    if (!initial.isEmpty() && initial.size() != cell.states()) {
      throw config.fail("needs " + cell.states() + " initial states, got " + initial.size());
    }
    int units = config.positive("units");
    RecurrentCell.Weights w = e.inside(part, part, () -> cell.weights(e, config, x.dim(-1)));
    List<@Nullable Value> arguments = new ArrayList<>();
    Value mask = x.mask();
    MaskedSequence masked = mask == null ? null : new MaskedSequence(e, mask);
    Flow steps = masked == null ? x : Flow.of(masked.front(e.logical(x)));
    arguments.add(e.arranged(steps, Flow.timeFirst(3)));
    arguments.add(w.input());
    arguments.add(w.recurrent());
    arguments.add(w.bias());
    arguments.add(masked == null ? null : masked.lengths());
    for (Flow state : initial) {
      arguments.add(e.reshape(e.logical(state), 1, -1, units));
    }
    while (arguments.get(arguments.size() - 1) == null) {
      arguments.remove(arguments.size() - 1);
    }
    RecurrentDirection direction =
        backwards ? RecurrentDirection.REVERSE : RecurrentDirection.FORWARD;
    List<Value> results =
        e.add(
            cell.op(config, direction),
            1 + cell.states(),
            arguments.toArray(new @Nullable Value[0]));
    Value all = e.add(new Squeeze(), results.get(0), e.longs(1L));
    List<Flow> states = new ArrayList<>();
    for (Value state : results.subList(1, results.size())) {
      states.add(Flow.of(e.add(new Squeeze(), state, e.longs(0L))));
    }
    Flow sequence = new Flow(all, Flow.timeFirst(3), null);
    if (masked != null) {
      boolean zeros = config.flag("zero_output_for_mask");
      sequence = Flow.of(masked.back(e.logical(sequence), backwards, zeros)).masked(mask);
    }
    return new Pass(sequence, states);
  }

  /** A sequence from its end. */
  static Flow reversed(Emitter e, Flow x) {
    Value y =
        e.add(
            new Slice(),
            x.value(),
            e.longs(-1L),
            e.longs(Long.MIN_VALUE + 1),
            e.longs((long) x.physical(1)),
            e.longs(-1L));
    return x.with(y);
  }
}
