package dev.lanewise.testkit.property;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/** A source of random shapes, values and attributes, which gathers the arguments of one case. */
public final class Draw {
  private static final int[] SIZES = {1, 1, 2, 2, 3, 4, 5, 7, 8, 9, 17, 33};
  private static final double[] SPECIALS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, 1, -1
  };

  private final Random random;
  private final List<Argument> arguments = new ArrayList<>();
  private int outputs = 1;
  private double tolerance;
  private boolean perElement;

  Draw(long seed) {
    this.random = new Random(seed);
  }

  List<Argument> arguments() {
    return arguments;
  }

  int outputs() {
    return outputs;
  }

  double tolerance() {
    return tolerance;
  }

  boolean isPerElement() {
    return perElement;
  }

  /** The random numbers themselves. */
  public Random random() {
    return random;
  }

  /** An integer from low to high, both included. */
  public int integer(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** A number from low to high. */
  public float real(double low, double high) {
    return (float) (low + random.nextDouble() * (high - low));
  }

  /** True as often as not. */
  public boolean flag() {
    return random.nextBoolean();
  }

  /** True once in n times. */
  public boolean once(int n) {
    return random.nextInt(n) == 0;
  }

  /** One of some things. */
  @SafeVarargs
  public final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** An element type that has a property. */
  public DType dtype(Predicate<DType> property) {
    DType[] fitting = Arrays.stream(DType.values()).filter(property).toArray(DType[]::new);
    // FLOAT is what plans have kernels for.
    return property.test(DType.FLOAT) && flag() ? DType.FLOAT : one(fitting);
  }

  /** A float of 16 to 64 bits. */
  public DType floating() {
    return dtype(t -> t.isFloating() && t.bits() >= 16);
  }

  /** A float of 16 to 64 bits, or an integer of 8 to 64 bits. */
  public DType number() {
    return dtype(t -> t.isNumeric() && t.bits() >= 8 && (t.isInteger() || t.bits() >= 16));
  }

  /** Any element type but complex and narrow ones. */
  public DType common() {
    return dtype(t -> !t.isComplex() && t.bits() >= 8 && (!t.isFloating() || t.bits() >= 16));
  }

  /** Any element type. */
  public DType any() {
    return dtype(t -> true);
  }

  /** The size of a dimension, rarely 0. */
  public int size() {
    return once(16) ? 0 : SIZES[random.nextInt(SIZES.length)];
  }

  /** A shape whose rank is in a range; rarely with an empty dimension. */
  public Shape shape(int low, int high) {
    int[] dims = new int[integer(low, high)];
    int elements = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = size();
      if (elements * dims[i] > 4000) {
        dims[i] = 2;
      }
      elements *= Math.max(1, dims[i]);
    }
    return Shape.of(dims);
  }

  /** The same without empty dimensions. */
  public Shape filled(int low, int high) {
    int[] dims = shape(low, high).dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Math.max(1, dims[i]);
    }
    return Shape.of(dims);
  }

  /** A shape that broadcasts to another one, and perhaps is it. */
  public Shape part(Shape shape) {
    if (once(3)) {
      return shape;
    }
    int[] dims = shape.slice(integer(0, shape.rank()), shape.rank()).dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = once(3) ? 1 : dims[i];
    }
    return Shape.of(dims);
  }

  /** An axis, from −rank to rank − 1. */
  public int axis(int rank) {
    return integer(-rank, rank - 1);
  }

  /** Some distinct axes in any order, perhaps none, from either end. */
  public long[] axes(int rank) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      if (flag()) {
        all.add(random.nextInt(all.size() + 1), flag() ? i : i - rank);
      }
    }
    return all.stream().mapToLong(Integer::intValue).toArray();
  }

  /** Integers from low to high. */
  public int[] integers(int n, int low, int high) {
    int[] values = new int[n];
    Arrays.setAll(values, i -> integer(low, high));
    return values;
  }

  /** A tensor of any type with values around zero, now and then with special ones among them. */
  public Tensor tensor(DType dtype, Shape shape) {
    double[] specials = dtype.isFloating() && once(3) ? SPECIALS : new double[0];
    return tensor(dtype, shape, -4, 4, specials);
  }

  /** A tensor that may hold the largest and smallest numbers of its type. */
  public Tensor extreme(DType dtype, Shape shape) {
    double[] largest = {Double.NaN, Float.MAX_VALUE, -Float.MAX_VALUE, 0x1p-130, 1e-20, 1e20};
    return flag() ? tensor(dtype, shape) : tensor(dtype, shape, -90, 90, largest);
  }

  /** A tensor with values in a range, cut to that of the type. */
  public Tensor tensor(DType dtype, Shape shape, double low, double high) {
    return tensor(dtype, shape, low, high, new double[0]);
  }

  private Tensor tensor(DType dtype, Shape shape, double low, double high, double[] specials) {
    if (dtype == DType.STRING) {
      String[] texts = new String[shape.size()];
      Arrays.setAll(texts, i -> one("", "a", "bc", "É", "a b", "12"));
      return Tensor.of(dtype, shape, texts);
    }
    int n = shape.size() * dtype.arity();
    if (dtype.isFloating() || dtype.isComplex()) {
      double[] v = new double[n];
      for (int i = 0; i < n; i++) {
        boolean special = specials.length > 0 && once(5);
        v[i] = special ? specials[random.nextInt(specials.length)] : real(low, high);
      }
      return Tensor.of(dtype, shape, Elements.fromDoubles(dtype, v));
    }
    long[] v = new long[n];
    long least = Math.max((long) low, dtype.min());
    long most = dtype == DType.UINT64 ? (long) high : Math.min((long) high, dtype.max());
    for (int i = 0; i < n; i++) {
      v[i] = once(8) && specials.length > 0 ? one(dtype.min(), dtype.max()) : least(least, most);
    }
    return Tensor.of(dtype, shape, Elements.fromLongs(dtype, v));
  }

  private long least(long low, long high) {
    return low + random.nextInt((int) (high - low) + 1);
  }

  /** A FLOAT tensor with values around zero. */
  public Tensor floats(int... dims) {
    return tensor(DType.FLOAT, Shape.of(dims), -2, 2);
  }

  /** An INT64 list. */
  public static Tensor list(long... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  /** Adds an argument that is an input of the graph, or now and then a constant. */
  public Draw add(Datum value) {
    boolean constant = value instanceof Tensor && once(5);
    arguments.add(
        new Argument(value, constant ? Argument.Kind.CONSTANT : Argument.Kind.INPUT, null));
    return this;
  }

  /** Adds an argument that is a constant as often as not. */
  public Draw setting(Tensor value) {
    arguments.add(new Argument(value, flag() ? Argument.Kind.CONSTANT : Argument.Kind.INPUT, null));
    return this;
  }

  /** Adds an argument that is a constant. */
  public Draw constant(Tensor value) {
    arguments.add(new Argument(value, Argument.Kind.CONSTANT, null));
    return this;
  }

  /** Adds an optional argument, or leaves it out. */
  public Draw perhaps(Tensor value) {
    return flag() ? setting(value) : missing();
  }

  /** Adds an argument that is not given. */
  public Draw missing() {
    arguments.add(new Argument(null, Argument.Kind.INPUT, null));
    return this;
  }

  /**
   * Adds a FLOAT argument {@code [N, C, spatial...]} with one or two spatial dimensions; now and
   * then it comes from a convolution.
   */
  public Draw activation(Shape shape) {
    if (shape.rank() > 4 || shape.size() == 0 || once(2)) {
      return add(tensor(DType.FLOAT, shape, -2, 2));
    }
    int[] kernel = new int[shape.rank()];
    Arrays.fill(kernel, 1);
    kernel[0] = shape.dim(1);
    kernel[1] = integer(1, 3);
    Tensor x = tensor(DType.FLOAT, shape.with(1, kernel[1]), -2, 2);
    arguments.add(
        new Argument(x, Argument.Kind.CONVOLVED, tensor(DType.FLOAT, Shape.of(kernel), -1, 1)));
    return this;
  }

  /** Exchanges the first two arguments. */
  public void swap() {
    Collections.swap(arguments, 0, 1);
  }

  /** The value of the last argument. */
  public Datum last() {
    return Objects.requireNonNull(arguments.get(arguments.size() - 1).value());
  }

  /** Says how many outputs are wanted. */
  public Draw wants(int n) {
    outputs = n;
    return this;
  }

  /** Says how far paths may differ, relative to the largest magnitude of an output. */
  public Draw within(double error) {
    tolerance = error;
    return this;
  }

  /** Says how far paths may differ, relative to each element (or 1, if that is larger). */
  public Draw withinEach(double error) {
    perElement = true;
    tolerance = error;
    return this;
  }
}
