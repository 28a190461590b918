package dev.lanewise.trainer.data;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.HannWindow;
import dev.lanewise.op.Log;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.MelWeightMatrix;
import dev.lanewise.op.Mul;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.STFT;
import dev.lanewise.op.Squeeze;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Sound as logarithms of the energies in bands that are evenly spaced on the mel scale, frame by
 * frame: {@code log(1 + 10⁶ · M · |STFT|²)} with a Hann window, and M by {@link MelWeightMatrix}.
 * Silence is 0.
 */
public final class LogMel {
  private static final float GAIN = 1e6f;

  private final Graph graph;
  private final int samples;
  private final Shape shape;

  /**
   * Prepares the transform.
   *
   * @param samples length of the sounds; shorter ones are filled up with silence, longer ones cut
   * @param rate samples per second
   * @param frame samples per frame
   * @param hop samples from one frame to the next
   * @param bands number of bands, from 0 Hz to half the rate
   */
  public LogMel(int samples, int rate, int frame, int hop, int bands) {
    this.samples = samples;
    GraphBuilder g = new GraphBuilder("log mel");
    Value x = g.input("x", new TensorType(DType.FLOAT, Shape.of(1, samples, 1)));
    Value window = g.add("window", new HannWindow(true, DType.FLOAT), number(g, frame));
    Value spectrum = g.add("spectrum", new STFT(true), x, number(g, hop), window);
    Value squares = g.add("squares", new Mul(), spectrum, spectrum);
    Value axis = g.constant("parts", Tensor.of(Shape.of(1), 3L));
    Value power = g.add("power", new ReduceSum(false, false), squares, axis);
    Value low = g.constant("0 Hz", Tensor.scalar(0f));
    Value high = g.constant("half the rate", Tensor.scalar(rate / 2f));
    Value mel =
        g.add(
            "bands",
            new MelWeightMatrix(DType.FLOAT),
            number(g, bands),
            number(g, frame),
            number(g, rate),
            low,
            high);
    Value energies = g.add("energies", new MatMul(), power, mel);
    Value gain = g.constant("gain", Tensor.scalar(GAIN));
    Value one = g.constant("one", Tensor.scalar(1f));
    Value scaled = g.add("scaled", new Mul(), energies, gain);
    Value logs = g.add("logarithms", new Log(), g.add("above", new Add(), scaled, one));
    Value batch = g.constant("batch", Tensor.of(Shape.of(1), 0L));
    g.output(g.add("result", new Squeeze(), logs, batch));
    this.graph = g.build();
    this.shape = Shape.of(1 + (samples - frame) / hop, bands);
  }

  private static Value number(GraphBuilder g, int value) {
    return g.constant("number " + value, Tensor.scalar((long) value));
  }

  /** {@code [frames, bands]}. */
  public Shape shape() {
    return shape;
  }

  /** The energies of a sound. */
  public Tensor of(float[] sound) {
    Tensor x = Tensor.of(Shape.of(1, samples, 1), Arrays.copyOf(sound, samples));
    return (Tensor) Interpreter.run(graph, List.of(x)).get(0);
  }
}
