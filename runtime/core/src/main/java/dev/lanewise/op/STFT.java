package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fourier transforms of overlapping frames of a signal. Inputs: signal {@code [B, length, 1]}
 * (real) or {@code [B, length, 2]} (complex), samples from one frame to the next (a scalar),
 * optional window {@code [W]}, optional length of a frame (a scalar; by default W, or else the
 * whole signal).
 *
 * <p>Output: {@code [B, frames, values, 2]}.
 *
 * @param onesided whether only the first {@code frame length / 2 + 1} values of a spectrum are
 *     given
 */
public record STFT(boolean onesided) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    in.require(!in.has(2) || in.dtype(2) == dtype, "the window has another type than the signal");
    for (int i = 1; i < 4; i += 2) {
      if (i == 1 || in.has(i)) {
        in.require(in.dtype(i) == DType.INT64 || in.dtype(i) == DType.INT32, "needs integers");
        int count = Dims.count(in.shape(i));
        in.require(count == 1 || count == Shape.UNKNOWN, "input " + i + " must be a scalar");
      }
    }
    Shape window = in.has(2) ? in.shape(2) : null;
    in.require(window == null || window.rank() == 1, "the window must have one dimension");
    Shape x = in.shape(0);
    if (x == null) {
      return List.of(new TensorType(dtype, Shape.of(-1, -1, -1, 2)));
    }
    in.require(
        x.rank() == 3 && (x.dim(2) == Shape.UNKNOWN || x.dim(2) == 1 || x.dim(2) == 2),
        "the signal must be [batch, length, 1 or 2], but is " + x);
    Tensor length = in.constant(3);
    int n = Shape.UNKNOWN;
    if (length != null || (!in.has(3) && (!in.has(2) || window != null))) {
      n = length(length, window, x);
    }
    Tensor step = in.constant(1);
    int frames =
        n == Shape.UNKNOWN || step == null || x.dim(1) == Shape.UNKNOWN
            ? Shape.UNKNOWN
            : frames(x.dim(1), n, step);
    int values = n == Shape.UNKNOWN ? n : onesided ? n / 2 + 1 : n;
    return List.of(new TensorType(dtype, x.slice(0, 1).concat(Shape.of(frames, values, 2))));
  }

  private static int length(@Nullable Tensor length, @Nullable Shape window, Shape x) {
    long n =
        length != null ? length.toLongs()[0] : window != null ? window.dim(0) : (long) x.dim(1);
    if (length == null && n == Shape.UNKNOWN) {
      return Shape.UNKNOWN;
    }
    if (n < 1 || n > Fft.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a frame has " + n + " samples; it must have from 1 to " + Fft.MAX_LENGTH);
    }
    return (int) n;
  }

  private static long step(Tensor step) {
    long hop = step.toLongs()[0];
    if (hop < 1) {
      throw new IllegalArgumentException("frame_step is " + hop + ", but must be positive");
    }
    return hop;
  }

  private static int frames(int samples, int n, Tensor step) {
    return samples < n ? 0 : (int) (1 + (samples - n) / step(step));
  }

  /** How frames are cut and transformed. */
  private record Frames(
      DType dtype, Spectrum spectrum, int samples, int window, int frames, int hop) {
    void run(
        Object x,
        int xAt,
        double @Nullable [] factors,
        Object y,
        int yAt,
        int frame,
        Spectrum.Room room) {
      int batch = frame / frames;
      int first = frame % frames * hop;
      int parts = spectrum.parts();
      spectrum.run(
          dtype,
          x,
          xAt + (batch * samples + first) * parts,
          Math.min(window, samples - first),
          parts,
          factors,
          y,
          yAt + frame * spectrum.outputs() * 2,
          2,
          room);
    }
  }

  private Frames frames(
      DType dtype, Shape x, Tensor step, @Nullable Shape window, @Nullable Tensor length) {
    int n = length(length, window, x);
    Spectrum spectrum = new Spectrum(new Fft(n), false, onesided, x.dim(2));
    int count = frames(x.dim(1), n, step);
    // With a single frame the step does not matter and may be too large to multiply with.
    int hop = (int) Math.min(step(step), x.dim(1));
    return new Frames(dtype, spectrum, x.dim(1), window == null ? n : window.dim(0), count, hop);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor window = in.tensorOrNull(2);
    Frames frames =
        frames(
            x.dtype(),
            x.shape(),
            in.tensor(1),
            window == null ? null : window.shape(),
            in.tensorOrNull(3));
    double[] factors = window == null ? null : window.toDoubles();
    Tensor y =
        Tensor.zeros(
            x.dtype(), Shape.of(x.shape().dim(0), frames.frames, frames.spectrum.outputs(), 2));
    Spectrum.Room room = frames.spectrum.room();
    for (int frame = 0; frame < x.shape().dim(0) * frames.frames; frame++) {
      frames.run(x.array(), 0, factors, y.array(), 0, frame, room);
    }
    return List.of(y);
  }

  @Override
  public void lower(Lowering l) {
    Tensor step = l.constant(1);
    Tensor window = l.constant(2);
    if (step == null
        || (l.has(2) && window == null)
        || (l.has(3) && l.constant(3) == null)
        || l.outputShape(0).size() == 0) {
      l.reference();
      return;
    }
    Shape shape = l.shape(0);
    Frames frames =
        frames(l.dtype(0), shape, step, window == null ? null : window.shape(), l.constant(3));
    double[] factors = window == null ? null : window.toDoubles();
    Ref x = l.input(0);
    Ref y = l.output(0);
    int threads = l.threads();
    int rooms = l.state(() -> DFT.rooms(frames.spectrum, threads));
    Team.Task task =
        (frame, worker, state) -> {
          Frame f = (Frame) state;
          Spectrum.Room room = ((Spectrum.Room[]) f.state(rooms))[worker];
          frames.run(f.array(x), x.offset(), factors, f.array(y), y.offset(), frame, room);
        };
    l.emit("Fourier transforms", f -> f.team().run(task, shape.dim(0) * frames.frames, f));
  }
}
