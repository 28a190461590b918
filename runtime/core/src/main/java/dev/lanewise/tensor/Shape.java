package dev.lanewise.tensor;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dimensions of a tensor, outermost first. A dimension may be unknown, with or without a symbol
 * that names it; equal symbols stand for equal sizes. Immutable.
 */
public final class Shape {
  /** Value of an unknown dimension. */
  public static final int UNKNOWN = -1;

  /** The shape of a scalar: no dimension, one element. */
  public static final Shape SCALAR = new Shape(new int[0], null);

  private final int[] dims;
  private final @Nullable String @Nullable [] symbols;

  private Shape(int[] dims, @Nullable String @Nullable [] symbols) {
    this.dims = dims;
    this.symbols = symbols;
  }

  /**
   * A shape from its dimensions; {@link #UNKNOWN} stands for an unknown one.
   *
   * @throws IllegalArgumentException if a dimension is negative, or if all are known and the number
   *     of elements exceeds what a Java array holds
   */
  public static Shape of(int... dims) {
    return checked(dims.clone(), null);
  }

  /** A shape from dimensions that are given as 64-bit numbers; negative ones are refused. */
  public static Shape of(long[] dims) {
    int[] ints = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "dimension " + i + " is " + dims[i] + "; it must be from 0 to 2147483647");
      }
      ints[i] = (int) dims[i];
    }
    return checked(ints, null);
  }

  /** A shape with names for unknown dimensions; the name of a known dimension is ignored. */
  public static Shape symbolic(int[] dims, @Nullable String[] symbols) {
    if (dims.length != symbols.length) {
      throw new IllegalArgumentException("dims and symbols differ in length");
    }
    @Nullable String[] names = new String[dims.length];
    boolean any = false;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == UNKNOWN && symbols[i] != null) {
        names[i] = symbols[i];
        any = true;
      }
    }
    return checked(dims.clone(), any ? names : null);
  }

  private static Shape checked(int[] dims, @Nullable String @Nullable [] symbols) {
    long size = 1;
    boolean known = true;
    for (int d : dims) {
      if (d < UNKNOWN) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dims));
      }
      known &= d != UNKNOWN;
      size = size == 0 || d == 0 ? 0 : Math.min(size * Math.max(d, 1), 1L << 32);
    }
    if (known && size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(dims)
              + " has more than 2147483647 elements, the most one tensor can hold");
    }
    return new Shape(dims, symbols);
  }

  /** Number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** Dimension i, {@link #UNKNOWN} if it is not known; a negative i counts from the end. */
  public int dim(int i) {
    return dims[i < 0 ? i + dims.length : i];
  }

  /** The symbol of an unknown dimension, if it has one. */
  public @Nullable String symbol(int i) {
    return symbols == null ? null : symbols[i < 0 ? i + dims.length : i];
  }

  /** All dimensions, as a new array. */
  public int[] dims() {
    return dims.clone();
  }

  /** All dimensions as 64-bit numbers. */
  public long[] toLongs() {
    long[] longs = new long[dims.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = dims[i];
    }
    return longs;
  }

  /** Whether every dimension is known. */
  public boolean isKnown() {
    for (int d : dims) {
      if (d == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * Number of elements.
   *
   * @throws IllegalStateException if a dimension is unknown
   */
  public int size() {
    return size(0, dims.length);
  }

  /** Product of the dimensions from {@code from} to {@code to} (exclusive). */
  public int size(int from, int to) {
    int n = 1;
    for (int i = from; i < to; i++) {
      if (dims[i] == UNKNOWN) {
        throw new IllegalStateException("size of " + this + " is not known");
      }
      n *= dims[i];
    }
    return n;
  }

  /** Row-major strides in elements. */
  public int[] strides() {
    int[] strides = new int[dims.length];
    int s = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = s;
      s *= dims[i];
    }
    return strides;
  }

  /** The same shape with dimension i replaced. */
  public Shape with(int i, int dim) {
    int at = i < 0 ? i + dims.length : i;
    int[] d = dims.clone();
    d[at] = dim;
    if (symbols == null) {
      return checked(d, null);
    }
    @Nullable String[] s = symbols.clone();
    s[at] = null;
    return symbolic(d, s);
  }

  /** Dimensions from {@code from} to {@code to} (exclusive), symbols included. */
  public Shape slice(int from, int to) {
    return symbols == null
        ? new Shape(Arrays.copyOfRange(dims, from, to), null)
        : new Shape(Arrays.copyOfRange(dims, from, to), Arrays.copyOfRange(symbols, from, to));
  }

  /** This shape followed by another. */
  public Shape concat(Shape other) {
    int n = dims.length + other.dims.length;
    int[] d = Arrays.copyOf(dims, n);
    @Nullable String[] s = new String[n];
    for (int i = 0; i < dims.length; i++) {
      s[i] = symbol(i);
    }
    for (int i = 0; i < other.dims.length; i++) {
      d[dims.length + i] = other.dims[i];
      s[dims.length + i] = other.symbol(i);
    }
    return symbolic(d, s);
  }

  /** Whether a value of shape {@code other}, which is known, may stand where this is declared. */
  public boolean admits(Shape other) {
    if (other.rank() != rank()) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != UNKNOWN && dims[i] != other.dims[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Shape other
        && Arrays.equals(dims, other.dims)
        && Arrays.equals(symbols, other.symbols);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As in {@code [batch, 3, 224, ?]}. */
  @Override
  public String toString() {
    StringBuilder b = new StringBuilder("[");
    for (int i = 0; i < dims.length; i++) {
      if (i > 0) {
        b.append(", ");
      }
      if (dims[i] == UNKNOWN) {
        b.append(Objects.requireNonNullElse(symbol(i), "?"));
      } else {
        b.append(dims[i]);
      }
    }
    return b.append(']').toString();
  }
}
