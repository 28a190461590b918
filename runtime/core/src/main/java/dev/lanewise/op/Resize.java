package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.kernel.Layout;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resamples a tensor along some of its axes.
 *
 * <p>Inputs: x, optional roi, optional scales, optional INT64 sizes; roi, scales and sizes hold one
 * value per axis (roi the begins, then the ends), and an empty one counts as not given. Exactly one
 * of scales and sizes is needed.
 *
 * @param mode interpolation
 * @param coordinates where output elements lie in the input
 * @param nearest rounding of coordinates, for {@link ResizeMode#NEAREST}
 * @param antialias whether the filter is widened for smaller outputs
 * @param axes axes that roi, scales and sizes refer to; empty for all
 * @param cubicCoefficient parameter of the cubic filter
 * @param excludeOutside whether neighbours outside of the input have no weight
 * @param extrapolation value outside of the input, for {@link CoordinateMode#TF_CROP_AND_RESIZE}
 * @param aspectRatio what sizes mean
 */
public record Resize(
    ResizeMode mode,
    CoordinateMode coordinates,
    NearestMode nearest,
    boolean antialias,
    int[] axes,
    float cubicCoefficient,
    boolean excludeOutside,
    float extrapolation,
    AspectRatio aspectRatio)
    implements Op {
  private static final float DEFAULT_CUBIC = -0.75f;

  /** What Upsample and the first Resize did: coordinates are divided by the scales. */
  public static Resize upsample(ResizeMode mode) {
    return new Resize(
        mode,
        CoordinateMode.ASYMMETRIC,
        NearestMode.FLOOR_OR_CEIL,
        false,
        new int[0],
        DEFAULT_CUBIC,
        false,
        0,
        AspectRatio.STRETCH);
  }

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    in.require(
        mode == ResizeMode.NEAREST || dtype.isNumeric(),
        "interpolation needs a numeric type, got " + dtype);
    in.require(!in.has(1) || in.dtype(1).isFloating(), "roi must be floating-point");
    in.require(!in.has(2) || in.dtype(2) == DType.FLOAT, "scales must be float");
    in.require(!in.has(3) || in.dtype(3) == DType.INT64, "sizes must be int64");
    Shape x = in.shape(0);
    if (x == null) {
      return List.of(new TensorType(dtype, null));
    }
    boolean bySizes = given(in.has(3) ? in.shape(3) : null);
    boolean byScales = given(in.has(2) ? in.shape(2) : null);
    in.require(bySizes || byScales, "needs scales or sizes");
    int[] at = resized(x.rank());
    Tensor sizes = bySizes ? in.constant(3) : null;
    Tensor scales = byScales ? in.constant(2) : null;
    boolean known = true;
    for (int axis : at) {
      known &= x.dim(axis) != Shape.UNKNOWN;
    }
    Shape y = x;
    int[] dims = null;
    if (sizes != null && sizes.size() > 0 && (known || aspectRatio == AspectRatio.STRETCH)) {
      dims = outputs(x, at, null, sizes);
    } else if (scales != null && scales.size() > 0 && known) {
      dims = outputs(x, at, scales, null);
    }
    for (int i = 0; i < at.length; i++) {
      y = y.with(at[i], dims == null ? Shape.UNKNOWN : dims[i]);
    }
    return List.of(new TensorType(dtype, y));
  }

  /** Whether an optional list is given: one of shape [0] is not. */
  private static boolean given(@Nullable Shape list) {
    return list != null && !(list.rank() == 1 && list.dim(0) == 0);
  }

  private int[] resized(int rank) {
    if (axes.length > 0) {
      int[] at = new int[axes.length];
      for (int i = 0; i < at.length; i++) {
        at[i] = Axes.normalise(axes[i], rank);
      }
      return at;
    }
    int[] all = new int[rank];
    for (int i = 0; i < rank; i++) {
      all[i] = i;
    }
    return all;
  }

  private static void checkCount(String what, int count, int[] at) {
    if (count != at.length) {
      throw new IllegalArgumentException(
          what + " has " + count + " values for " + at.length + " axes");
    }
  }

  /** Output lengths of the resized axes. */
  private int[] outputs(Shape x, int[] at, @Nullable Tensor scales, @Nullable Tensor sizes) {
    int[] out = new int[at.length];
    if (sizes == null || sizes.size() == 0) {
      float[] factors = scales == null ? new float[0] : scales.floats();
      checkCount("scales", factors.length, at);
      for (int i = 0; i < out.length; i++) {
        if (!(factors[i] > 0)) {
          throw new IllegalArgumentException("scale " + factors[i] + " is not above 0");
        }
        out[i] = (int) Math.min(Integer.MAX_VALUE, Math.floor(x.dim(at[i]) * factors[i]));
      }
      return out;
    }
    long[] wanted = sizes.toLongs();
    checkCount("sizes", wanted.length, at);
    double scale = aspectRatio == AspectRatio.STRETCH ? 1 : commonScale(x, at, wanted);
    for (int i = 0; i < out.length; i++) {
      double n =
          aspectRatio == AspectRatio.STRETCH ? wanted[i] : Math.floor(scale * x.dim(at[i]) + 0.5);
      if (!(n >= 0 && n <= Integer.MAX_VALUE)) {
        throw new IllegalArgumentException("size " + n + " is not from 0 to 2147483647");
      }
      out[i] = (int) n;
    }
    return out;
  }

  /** The one scale of all axes when their ratio is kept. */
  private double commonScale(Shape x, int[] at, long[] wanted) {
    boolean larger = aspectRatio == AspectRatio.NOT_SMALLER;
    double scale = larger ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < at.length; i++) {
      double s = (double) wanted[i] / x.dim(at[i]);
      scale = larger ? Math.max(scale, s) : Math.min(scale, s);
    }
    return scale;
  }

  /** The resampling along each axis of x that is resized. */
  private ResizeAxis[] resolve(
      Shape x, @Nullable Tensor roi, @Nullable Tensor scales, @Nullable Tensor sizes) {
    int[] at = resized(x.rank());
    int[] out = outputs(x, at, scales, sizes);
    boolean bySizes = sizes != null && sizes.size() > 0;
    boolean crop = coordinates == CoordinateMode.TF_CROP_AND_RESIZE;
    double[] region = crop && roi != null ? roi.toDoubles() : new double[0];
    if (crop) {
      checkCount("roi", region.length / 2, at);
    }
    ResizeAxis[] resampling = new ResizeAxis[x.rank()];
    for (int i = 0; i < at.length; i++) {
      int in = x.dim(at[i]);
      if (in == 0 && out[i] > 0) {
        throw new IllegalArgumentException("cannot resize an axis of length 0");
      }
      float scale = bySizes || scales == null ? (float) out[i] / in : scales.floats()[i];
      if (bySizes && aspectRatio != AspectRatio.STRETCH && sizes != null) {
        scale = (float) commonScale(x, at, sizes.toLongs());
      }
      float start = crop ? (float) region[i] : 0;
      float end = crop ? (float) region[at.length + i] : 1;
      resampling[at[i]] = ResizeAxis.of(this, in, out[i], scale, start, end);
    }
    for (int i = 0; i < resampling.length; i++) {
      if (resampling[i] == null) {
        resampling[i] = ResizeAxis.of(upsample(ResizeMode.NEAREST), x.dim(i), x.dim(i), 1, 0, 1);
      }
    }
    return resampling;
  }

  /**
   * What output elements along an axis are made of, as matrices {@code [out, in]} of DOUBLE: one
   * per axis of x, none where the axis stays as it is. Elements from outside of the input have
   * zeros.
   *
   * @param x shape of the input
   * @param roi region of interest, if given; scales and sizes likewise
   */
  public List<Optional<Tensor>> matrices(
      Shape x, @Nullable Tensor roi, @Nullable Tensor scales, @Nullable Tensor sizes) {
    List<Optional<Tensor>> matrices = new ArrayList<>();
    for (ResizeAxis axis : resolve(x, roi, scales, sizes)) {
      matrices.add(axis.isIdentity() ? Optional.empty() : Optional.of(axis.matrix()));
    }
    return matrices;
  }

  private static Shape output(ResizeAxis[] resampling) {
    int[] dims = new int[resampling.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = resampling[i].out();
    }
    return Shape.of(dims);
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Shape shape = x.shape();
    ResizeAxis[] resampling =
        resolve(shape, in.tensorOrNull(1), in.tensorOrNull(2), in.tensorOrNull(3));
    Shape result = output(resampling);
    boolean extrapolates = false;
    for (ResizeAxis axis : resampling) {
      extrapolates |= axis.outside() != null;
    }
    if (mode == ResizeMode.NEAREST && !(extrapolates && x.dtype().isNumeric())) {
      return List.of(ResizeNearest.evaluate(x, resampling, result));
    }
    double[] y = x.toDoubles();
    int outer = 1;
    int inner = shape.size();
    for (ResizeAxis axis : resampling) {
      inner = axis.in() == 0 ? 0 : inner / axis.in();
      y = axis.isIdentity() ? y : axis.apply(y, outer, inner, extrapolation);
      outer *= axis.out();
    }
    return List.of(Tensor.of(x.dtype(), result, rounded(x.dtype(), y)));
  }

  private static Object rounded(DType dtype, double[] y) {
    if (dtype.isFloating()) {
      return Elements.fromDoubles(dtype, y);
    }
    long[] integers = new long[y.length];
    for (int i = 0; i < y.length; i++) {
      double v = Math.rint(y[i]);
      integers[i] =
          dtype == DType.UINT64
              ? Elements.doubleToUnsigned(v)
              : Math.max(dtype.min(), Math.min(dtype.max(), (long) v));
    }
    return Elements.fromLongs(dtype, integers);
  }

  private boolean mayKeepLayout(Shape x, DType dtype, ResizeAxis[] resampling) {
    return dtype == DType.FLOAT
        && x.rank() >= 3
        && ResizeSteps.isPlanar(this, resampling)
        && resampling[0].isIdentity()
        && resampling[1].isIdentity();
  }

  private static boolean isKnown(boolean has, @Nullable Tensor constant) {
    return !has || constant != null;
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    if (!isKnown(q.has(1), q.constant(1))
        || !isKnown(q.has(2), q.constant(2))
        || !isKnown(q.has(3), q.constant(3))
        || q.shape(0).size() == 0) {
      return LayoutChoice.PLAIN;
    }
    Shape x = q.shape(0);
    ResizeAxis[] resampling = resolve(x, q.constant(1), q.constant(2), q.constant(3));
    Layout layout = mayKeepLayout(x, q.dtype(0), resampling) ? q.layout(0) : Layout.PLAIN;
    return new LayoutChoice(List.of(layout), layout);
  }

  @Override
  public void lower(Lowering l) {
    Shape x = l.shape(0);
    if (!isKnown(l.has(1), l.constant(1))
        || !isKnown(l.has(2), l.constant(2))
        || !isKnown(l.has(3), l.constant(3))
        || x.size() == 0
        || l.outputShape(0).size() == 0) {
      l.reference();
      return;
    }
    ResizeAxis[] resampling = resolve(x, l.constant(1), l.constant(2), l.constant(3));
    ResizeSteps.emit(l, this, resampling);
  }
}
