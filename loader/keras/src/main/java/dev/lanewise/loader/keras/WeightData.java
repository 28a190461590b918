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
  /** Compressed data does not expand more than this many times. */
  private static final long MAX_EXPANSION = 1032;

  /** What is always allowed, as headers and alignment make small datasets look expanded. */
  private static final long SMALL_BYTES = 64 << 10;

  private final String file;
  private final String path;
  private final Dataset dataset;
  private final long fileLength;

  WeightData(String file, String path, Dataset dataset, long fileLength) {
    this.file = file;
    this.path = path;
    this.dataset = dataset;
    this.fileLength = fileLength;
  }

  /** Where it is, for messages. */
  String place() {
    return file + ", " + path;
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
    } catch (IllegalArgumentException e) {
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
    boolean chunked = dataset instanceof ChunkedDataset;
    long most = chunked ? SMALL_BYTES + fileLength * MAX_EXPANSION : fileLength;
    if (bytes > most) {
      throw new IllegalArgumentException(
          "claims " + bytes + " bytes, but the file has " + fileLength);
    }
    if (dataset instanceof ChunkedDataset c) {
      long chunk = dataset.getDataType().getSize();
      for (int dim : c.getChunkDimensions()) {
        chunk = Math.multiplyExact(chunk, (long) Math.max(1, dim));
      }
      if (chunk > SMALL_BYTES + 2 * bytes) {
        throw new IllegalArgumentException(
            "claims chunks of " + chunk + " bytes for " + bytes + " bytes of data");
      }
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
