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
 * Discrete Fourier transform along one axis. Inputs: x {@code [..., 1]} (real) or {@code [..., 2]}
 * (complex: real part, imaginary part), optional length of the transform (a scalar; by default that
 * of the axis), optional axis (a scalar, by default −2).
 *
 * <p>Output: complex, or real {@code [..., 1]} where samples come from half a spectrum.
 *
 * @param inverse whether x is a spectrum and samples are wanted
 * @param onesided whether samples are real, and of their spectrum only the first {@code length / 2
 *     + 1} values are there
 */
public record DFT(boolean inverse, boolean onesided) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(Types.isFloat(dtype), Types.notDefinedFor(dtype));
    for (int i = 1; i < 3; i++) {
      if (in.has(i)) {
        in.require(in.dtype(i) == DType.INT64 || in.dtype(i) == DType.INT32, "needs integers");
        int count = Dims.count(in.shape(i));
        in.require(count == 1 || count == Shape.UNKNOWN, "input " + i + " must be a scalar");
      }
    }
    Shape x = in.shape(0);
    if (x == null) {
      return List.of(new TensorType(dtype, null));
    }
    in.require(x.rank() > 1, "the input needs a dimension besides that of the parts");
    int parts = x.dim(-1);
    in.require(
        parts == Shape.UNKNOWN || parts == 1 || parts == 2,
        "the last dimension must be 1 (real) or 2 (complex), but is " + parts);
    in.require(
        !onesided || parts == Shape.UNKNOWN || parts == (inverse ? 2 : 1),
        inverse
            ? "onesided with inverse needs complex values"
            : "onesided without inverse needs real values");
    Tensor axis = in.constant(2);
    Tensor length = in.constant(1);
    Shape y = x.with(-1, onesided && inverse ? 1 : 2);
    if (in.has(2) && axis == null) {
      for (int i = 0; i < x.rank() - 1; i++) {
        y = y.with(i, Shape.UNKNOWN);
      }
      return List.of(new TensorType(dtype, y));
    }
    int along = axis(axis, x);
    if (in.has(1) && length == null) {
      return List.of(new TensorType(dtype, y.with(along, Shape.UNKNOWN)));
    }
    if (length == null && !onesided) {
      return List.of(new TensorType(dtype, y));
    }
    int n =
        length == null && x.dim(along) == Shape.UNKNOWN ? Shape.UNKNOWN : length(length, x, along);
    return List.of(
        new TensorType(
            dtype, y.with(along, n == Shape.UNKNOWN || inverse || !onesided ? n : n / 2 + 1)));
  }

  private static int axis(@Nullable Tensor axis, Shape x) {
    int along = Axes.normalise(axis == null ? -2 : axis.toLongs()[0], x.rank());
    if (along == x.rank() - 1) {
      throw new IllegalArgumentException(
          "the last dimension holds the parts; it cannot be the axis");
    }
    return along;
  }

  private int length(@Nullable Tensor length, Shape x, int along) {
    long n =
        length != null
            ? length.toLongs()[0]
            : onesided && inverse ? 2L * (x.dim(along) - 1) : x.dim(along);
    if (n < 1 || n > Fft.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the length of the transform is " + n + "; it must be from 1 to " + Fft.MAX_LENGTH);
    }
    return (int) n;
  }

  /** Which lines of an input are transformed, and how. */
  private record Lines(DType dtype, Spectrum spectrum, int count, int n, int inner, Shape output) {
    void run(Object x, int xAt, Object y, int yAt, int line, Spectrum.Room room) {
      int outer = line / inner;
      int i = line % inner;
      int step = inner * spectrum.parts();
      int yStep = inner * spectrum.outputParts();
      spectrum.run(
          dtype,
          x,
          xAt + outer * n * step + i * spectrum.parts(),
          n,
          step,
          null,
          y,
          yAt + outer * spectrum.outputs() * yStep + i * spectrum.outputParts(),
          yStep,
          room);
    }
  }

  private Lines lines(DType dtype, Shape x, @Nullable Tensor length, @Nullable Tensor axis) {
    int along = axis(axis, x);
    int inner = x.size(along + 1, x.rank() - 1);
    int count = x.size(0, along) * inner;
    Spectrum spectrum =
        new Spectrum(new Fft(length(length, x, along)), inverse, onesided, x.dim(-1));
    Shape output = x.with(along, spectrum.outputs()).with(-1, spectrum.outputParts());
    return new Lines(dtype, spectrum, count, x.dim(along), inner, output);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    Tensor axis = in.tensorOrNull(2);
    if (shape.size() == 0 && shape.dim(axis(axis, shape)) == 0 && in.tensorOrNull(1) == null) {
      throw in.fail("there is no transform of 0 samples");
    }
    Lines lines = lines(x.dtype(), shape, in.tensorOrNull(1), axis);
    Tensor y = Tensor.zeros(x.dtype(), lines.output);
    Spectrum.Room room = lines.spectrum.room();
    for (int line = 0; line < lines.count; line++) {
      lines.run(x.array(), 0, y.array(), 0, line, room);
    }
    return List.of(y);
  }

  @Override
  public void lower(Lowering l) {
    if ((l.has(1) && l.constant(1) == null)
        || (l.has(2) && l.constant(2) == null)
        || l.outputShape(0).size() == 0) {
      l.reference();
      return;
    }
    Lines lines = lines(l.dtype(0), l.shape(0), l.constant(1), l.constant(2));
    Ref x = l.input(0);
    Ref y = l.output(0);
    int threads = l.threads();
    int rooms = l.state(() -> rooms(lines.spectrum, threads));
    Team.Task task =
        (line, worker, state) -> {
          Frame f = (Frame) state;
          Spectrum.Room room = ((Spectrum.Room[]) f.state(rooms))[worker];
          lines.run(f.array(x), x.offset(), f.array(y), y.offset(), line, room);
        };
    l.emit("Fourier transform", f -> f.team().run(task, lines.count, f));
  }

  /** Room for each thread. */
  static Spectrum.Room[] rooms(Spectrum spectrum, int threads) {
    Spectrum.Room[] rooms = new Spectrum.Room[threads];
    for (int i = 0; i < threads; i++) {
      rooms[i] = spectrum.room();
    }
    return rooms;
  }
}
