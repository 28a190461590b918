package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import java.util.Arrays;

/** A dataset of a weight file that has not been read yet. */
final class WeightData {
  /** Bytes of a chunk that are always allowed, as chunks of small datasets are not full. */
  private static final long SMALL_BYTES = 64 << 10;

  private final HdfTree tree;
  private final String path;
  private final Dataset dataset;

  WeightData(HdfTree tree, String path, Dataset dataset) {
    this.tree = tree;
    this.path = path;
    this.dataset = dataset;
  }

  /** Where it is, for messages. */
  String place() {
    return tree.file() + ", " + path;
  }

  /** Path within the file. */
  String path() {
    return path;
  }

  /** Dimensions as the file claims them. */
  long[] dims() {
    return dataset.isScalar() ? new long[0] : dataset.getDimensionsAsLong();
  }

  /** Whether the dimensions are those of a shape. */
  boolean has(Shape shape) {
    return Arrays.equals(dims(), shape.toLongs());
  }

  private ModelFormatException damaged(String what, Throwable cause) {
    return new ModelFormatException(place() + ": " + what, cause);
  }

  /**
   * Reads the numbers as FLOAT.
   *
   * @throws ModelFormatException if the file holds less than it claims
   */
  Tensor read() {
    Shape shape;
    try {
      shape = Shape.of(dims());
      check(shape.size());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
    if (shape.size() == 0) {
      return Tensor.of(shape, new float[0]);
    }
    Object data;
    try {
      data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    } catch (RuntimeException e) {
      throw damaged("the data is damaged: " + e.getMessage(), e);
    }
    return Tensor.of(shape, floats(data, shape.size()));
  }

  /** Nothing is allocated for what cannot be there. */
  private void check(int elements) {
    long bytes = (long) elements * dataset.getDataType().getSize();
    if (dataset instanceof ChunkedDataset chunked) {
      check(chunked, elements, bytes);
    } else if (bytes > tree.length()) {
      throw new IllegalArgumentException(
          "claims " + bytes + " bytes, but the file has " + tree.length());
    }
    tree.unpack(bytes);
  }

  private void check(ChunkedDataset chunked, int elements, long bytes) {
    long chunk = 1;
    for (int dim : chunked.getChunkDimensions()) {
      chunk = Math.multiplyExact(chunk, (long) Math.max(1, dim));
    }
    long chunkBytes = Math.multiplyExact(chunk, (long) dataset.getDataType().getSize());
    if (chunkBytes > SMALL_BYTES + 2 * bytes) {
      throw new IllegalArgumentException(
          "claims chunks of " + chunkBytes + " bytes for " + bytes + " bytes of data");
    }
    if (elements / chunk > tree.length()) {
      throw new IllegalArgumentException(
          "claims " + elements / chunk + " chunks, but the file has " + tree.length() + " bytes");
    }
  }

  private float[] floats(Object data, int elements) {
    float[] y = new float[elements];
    if (data instanceof float[] floats) {
      y = floats;
    } else if (data instanceof double[] doubles) {
      for (int i = 0; i < Math.min(elements, doubles.length); i++) {
        y[i] = (float) doubles[i];
      }
    } else if (data instanceof Float one) {
      y[0] = one;
    } else if (data instanceof Number one) {
      y[0] = one.floatValue();
    } else if (data instanceof long[] longs) {
      for (int i = 0; i < Math.min(elements, longs.length); i++) {
        y[i] = longs[i];
      }
    } else if (data instanceof int[] ints) {
      for (int i = 0; i < Math.min(elements, ints.length); i++) {
        y[i] = ints[i];
      }
    } else {
      throw new UnsupportedModelException(
          place() + ": weights are " + dataset.getJavaType() + ", not floating-point numbers");
    }
    if (y.length != elements) {
      throw new ModelFormatException(
          place() + " has " + y.length + " numbers instead of " + elements);
    }
    return y;
  }
}
