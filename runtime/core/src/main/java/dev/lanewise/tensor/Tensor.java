package dev.lanewise.tensor;

import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A dense row-major tensor over one flat Java array.
 *
 * <p>The array is handed out and taken in without copying; who changes it changes the tensor. A
 * lazy tensor computes its array when it is asked for and keeps it only as long as somebody uses
 * it. A stored one also lets its elements be copied without an array of its own, which is how
 * weights stay in a mapped file until they are packed.
 */
public final class Tensor implements Datum {
  private final DType dtype;
  private final Shape shape;
  private final @Nullable Object array;
  private final @Nullable Supplier<Object> source;
  private final @Nullable FloatSource stored;
  private volatile WeakReference<@Nullable Object> cache = new WeakReference<>(null);

  private Tensor(
      DType dtype,
      Shape shape,
      @Nullable Object array,
      @Nullable Supplier<Object> source,
      @Nullable FloatSource stored) {
    this.dtype = dtype;
    this.shape = shape;
    this.array = array;
    this.source = source;
    this.stored = stored;
  }

  /**
   * A tensor over an array of the type's storage.
   *
   * @throws IllegalArgumentException if the array's kind or length does not fit type and shape
   */
  public static Tensor of(DType dtype, Shape shape, Object array) {
    check(dtype, shape, array);
    return new Tensor(dtype, shape, array, null, null);
  }

  /** A FLOAT tensor over an array. */
  public static Tensor of(Shape shape, float... values) {
    return of(DType.FLOAT, shape, values);
  }

  /** An INT64 tensor over an array. */
  public static Tensor of(Shape shape, long... values) {
    return of(DType.INT64, shape, values);
  }

  /** A new tensor of zeros (empty strings). */
  public static Tensor zeros(DType dtype, Shape shape) {
    return new Tensor(
        dtype,
        shape,
        dtype.storage().allocate(Math.multiplyExact(shape.size(), dtype.arity())),
        null,
        null);
  }

  /** A tensor without dimensions. */
  public static Tensor scalar(float value) {
    return of(Shape.SCALAR, value);
  }

  /** An INT64 tensor without dimensions. */
  public static Tensor scalar(long value) {
    return of(Shape.SCALAR, value);
  }

  /**
   * A tensor whose array is computed when it is needed.
   *
   * @param source gives an equal array each time; called by any thread
   */
  public static Tensor lazy(DType dtype, Shape shape, Supplier<Object> source) {
    if (!shape.isKnown()) {
      throw new IllegalArgumentException("shape " + shape + " is not known");
    }
    return new Tensor(dtype, shape, null, source, null);
  }

  /** A lazy FLOAT tensor whose elements can be copied without an array of its own. */
  public static Tensor stored(Shape shape, FloatSource source) {
    int size = shape.size();
    Supplier<Object> array =
        () -> {
          float[] elements = new float[size];
          source.copy(elements, 0);
          return elements;
        };
    return new Tensor(DType.FLOAT, shape, null, array, source);
  }

  private static void check(DType dtype, Shape shape, Object array) {
    if (!dtype.storage().isInstance(array)) {
      throw new IllegalArgumentException(
          dtype + " needs " + dtype.storage() + ", got " + array.getClass().getSimpleName());
    }
    int length = dtype.storage().length(array);
    long expected = (long) shape.size() * dtype.arity();
    if (length != expected) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + expected + " elements, the array has " + length);
    }
  }

  /** Element type. */
  public DType dtype() {
    return dtype;
  }

  /** Shape; all dimensions are known. */
  public Shape shape() {
    return shape;
  }

  /** Number of elements. */
  public int size() {
    return shape.size();
  }

  @Override
  public TensorType type() {
    return new TensorType(dtype, shape);
  }

  /** The array that holds the elements. */
  public Object array() {
    if (array != null) {
      return array;
    }
    Object cached = cache.get();
    if (cached == null) {
      cached = java.util.Objects.requireNonNull(source).get();
      check(dtype, shape, cached);
      cache = new WeakReference<>(cached);
    }
    return cached;
  }

  /** Whether the array is computed on demand, so that holding on to it costs memory. */
  public boolean isLazy() {
    return array == null;
  }

  /** Whether {@link #copyTo} makes no array. */
  public boolean isStored() {
    return stored != null;
  }

  /** Writes the elements of a FLOAT tensor to an array, from the given place on. */
  public void copyTo(float[] to, int at) {
    Object cached = array != null ? array : cache.get();
    if (cached == null && stored != null) {
      stored.copy(to, at);
    } else {
      System.arraycopy(floats(), 0, to, at, size());
    }
  }

  /** The array of a FLOAT or COMPLEX64 tensor. */
  public float[] floats() {
    return (float[]) typed(Storage.FLOATS);
  }

  /** The array of a DOUBLE or COMPLEX128 tensor. */
  public double[] doubles() {
    return (double[]) typed(Storage.DOUBLES);
  }

  /** The array of a tensor with 64-bit integers. */
  public long[] longs() {
    return (long[]) typed(Storage.LONGS);
  }

  /** The array of a tensor with 32-bit integers. */
  public int[] ints() {
    return (int[]) typed(Storage.INTS);
  }

  /** The array of a tensor with 16-bit elements. */
  public short[] shorts() {
    return (short[]) typed(Storage.SHORTS);
  }

  /** The array of a tensor with elements of 8 bits or fewer, or BOOL. */
  public byte[] bytes() {
    return (byte[]) typed(Storage.BYTES);
  }

  /** The array of a STRING tensor. */
  public String[] strings() {
    return (String[]) typed(Storage.STRINGS);
  }

  private Object typed(Storage wanted) {
    if (dtype.storage() != wanted) {
      throw new IllegalStateException("a tensor of " + dtype + " has no " + wanted);
    }
    return array();
  }

  /**
   * The same elements under another shape.
   *
   * @throws IllegalArgumentException if the number of elements differs
   */
  public Tensor reshape(Shape other) {
    if (other.size() != shape.size()) {
      throw new IllegalArgumentException("cannot reshape " + shape + " to " + other);
    }
    if (stored != null) {
      return stored(other, this::copyTo);
    }
    return array != null
        ? new Tensor(dtype, other, array, null, null)
        : new Tensor(dtype, other, null, this::array, null);
  }

  /** A tensor with its own copy of the elements. */
  public Tensor copy() {
    Object from = array();
    Object to = dtype.storage().allocate(dtype.storage().length(from));
    System.arraycopy(from, 0, to, 0, dtype.storage().length(from));
    return new Tensor(dtype, shape, to, null, null);
  }

  /** The elements as doubles, see {@link Elements#toDoubles}. */
  public double[] toDoubles() {
    return Elements.toDoubles(dtype, array());
  }

  /** The elements of an integer or BOOL tensor as 64-bit numbers (UINT64 by its bits). */
  public long[] toLongs() {
    return Elements.toLongs(dtype, array());
  }

  /** As in {@code float[1, 3]}. */
  @Override
  public String toString() {
    return type().toString();
  }
}
