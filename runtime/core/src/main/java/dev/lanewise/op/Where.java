package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;
import java.util.Objects;

/**
 * Elements of the second input where the first, a condition, holds, else elements of the third,
 * with broadcasting of all three. For every element type.
 */
public record Where() implements Op {
  private static final int GRAIN = 16_384;

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.BOOL, "the condition must be bool, but is " + in.dtype(0));
    in.require(
        in.dtype(1) == in.dtype(2),
        "both sides must have the same element type, but are "
            + in.dtype(1)
            + " and "
            + in.dtype(2));
    Shape shape = Shapes.broadcast(in.shape(0), in.shape(1), in.shape(2));
    return List.of(new TensorType(in.dtype(1), shape));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor c = in.tensor(0);
    Tensor x = in.tensor(1);
    Tensor z = in.tensor(2);
    Shape shape = Objects.requireNonNull(Shapes.broadcast(c.shape(), x.shape(), z.shape()));
    Tensor y = Tensor.zeros(x.dtype(), shape);
    Broadcast walk = walk(shape, c.shape(), x.shape(), z.shape(), x.dtype().arity());
    select(
        walk,
        x.dtype().storage(),
        c.bytes(),
        0,
        x.array(),
        0,
        z.array(),
        0,
        y.array(),
        0,
        0,
        walk.rows());
    return List.of(y);
  }

  @Override
  public void lower(Lowering l) {
    DType dtype = l.dtype(1);
    Storage storage = dtype.storage();
    Broadcast walk = walk(l.outputShape(0), l.shape(0), l.shape(1), l.shape(2), dtype.arity());
    if (walk.rows() == 0) {
      return;
    }
    Ref c = l.input(0);
    Ref x = l.input(1);
    Ref z = l.input(2);
    Ref y = l.output(0);
    l.emitRange(
        "Where",
        walk.rows(),
        Math.max(1, GRAIN / walk.run()),
        (frame, from, to) ->
            select(
                walk,
                storage,
                frame.bytes(c),
                c.offset(),
                frame.array(x),
                x.offset(),
                frame.array(z),
                z.offset(),
                frame.array(y),
                y.offset(),
                from,
                to));
  }

  /** The two parts of a complex number are one more dimension, along which a condition repeats. */
  private static Broadcast walk(Shape shape, Shape c, Shape x, Shape z, int arity) {
    if (arity == 1) {
      return Broadcast.of(shape, c, x, z);
    }
    Shape parts = Shape.of(arity);
    return Broadcast.of(
        shape.concat(parts), c.concat(Shape.of(1)), x.concat(parts), z.concat(parts));
  }

  /** Computes the rows of a walk from {@code from} to {@code end} (exclusive). */
  private static void select(
      Broadcast w,
      Storage storage,
      byte[] c,
      int cAt,
      Object x,
      int xAt,
      Object z,
      int zAt,
      Object y,
      int yAt,
      int from,
      int end) {
    for (int row = from; row < end; row++) {
      int at = cAt + w.offset(0, row);
      int i = xAt + w.offset(1, row);
      int j = zAt + w.offset(2, row);
      int to = yAt + row * w.run();
      switch (storage) {
        case FLOATS ->
            select(
                c,
                at,
                w.step(0),
                (float[]) x,
                i,
                w.step(1),
                (float[]) z,
                j,
                w.step(2),
                (float[]) y,
                to,
                w.run());
        case DOUBLES ->
            select(
                c,
                at,
                w.step(0),
                (double[]) x,
                i,
                w.step(1),
                (double[]) z,
                j,
                w.step(2),
                (double[]) y,
                to,
                w.run());
        case BYTES ->
            select(
                c,
                at,
                w.step(0),
                (byte[]) x,
                i,
                w.step(1),
                (byte[]) z,
                j,
                w.step(2),
                (byte[]) y,
                to,
                w.run());
        case SHORTS ->
            select(
                c,
                at,
                w.step(0),
                (short[]) x,
                i,
                w.step(1),
                (short[]) z,
                j,
                w.step(2),
                (short[]) y,
                to,
                w.run());
        case INTS ->
            select(
                c, at, w.step(0), (int[]) x, i, w.step(1), (int[]) z, j, w.step(2), (int[]) y, to,
                w.run());
        case LONGS ->
            select(
                c,
                at,
                w.step(0),
                (long[]) x,
                i,
                w.step(1),
                (long[]) z,
                j,
                w.step(2),
                (long[]) y,
                to,
                w.run());
        case STRINGS ->
            select(
                c,
                at,
                w.step(0),
                (String[]) x,
                i,
                w.step(1),
                (String[]) z,
                j,
                w.step(2),
                (String[]) y,
                to,
                w.run());
      }
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      float[] x,
      int i,
      int iStep,
      float[] z,
      int j,
      int jStep,
      float[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      double[] x,
      int i,
      int iStep,
      double[] z,
      int j,
      int jStep,
      double[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      byte[] x,
      int i,
      int iStep,
      byte[] z,
      int j,
      int jStep,
      byte[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      short[] x,
      int i,
      int iStep,
      short[] z,
      int j,
      int jStep,
      short[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      int[] x,
      int i,
      int iStep,
      int[] z,
      int j,
      int jStep,
      int[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      long[] x,
      int i,
      int iStep,
      long[] z,
      int j,
      int jStep,
      long[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }

  private static void select(
      byte[] c,
      int cAt,
      int cStep,
      String[] x,
      int i,
      int iStep,
      String[] z,
      int j,
      int jStep,
      String[] y,
      int yAt,
      int n) {
    for (int k = 0; k < n; k++) {
      y[yAt + k] = c[cAt + k * cStep] != 0 ? x[i + k * iStep] : z[j + k * jStep];
    }
  }
}
