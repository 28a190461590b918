package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.loader.onnx.DatumFile;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the inputs of a model from what the command line names. */
final class InputReader {
  private static final String RANDOM = "random:";

  private final Map<String, Shape> shapes;
  private final ImageInput images;

  /**
   * @param shapes shapes of inputs whose dimensions the model leaves open
   * @param images how pictures become tensors
   */
  InputReader(Map<String, Shape> shapes, ImageInput images) {
    this.shapes = shapes;
    this.images = images;
  }

  /**
   * The value of an input.
   *
   * @param source a file, or {@code random:SEED}
   */
  Datum read(Model.Port port, String source) {
    if (source.startsWith(RANDOM)) {
      return random(port, seed(source));
    }
    Path file = Path.of(source);
    String name = source.toLowerCase(Locale.ROOT);
    if (name.endsWith(".pb")) {
      return DatumFile.read(file, port.type());
    }
    TensorType type = tensorType(port);
    if (name.endsWith(".npy")) {
      return fit(port, type, NpyFile.read(file));
    }
    if (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return fit(port, type, images.read(file, shape(port, type)));
    }
    if (name.endsWith(".csv")) {
      return fit(port, type, csv(file));
    }
    throw new InvalidInputException(
        source + ": inputs are .pb, .npy, .png, .jpg or .csv files, or random:SEED");
  }

  private static long seed(String source) {
    try {
      return Long.parseLong(source.substring(RANDOM.length()));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(source + ": the seed must be a number", e);
    }
  }

  private static TensorType tensorType(Model.Port port) {
    if (port.type() instanceof TensorType t) {
      return t;
    }
    throw new InvalidInputException(
        "input '" + port.name() + "' is " + port.type() + "; give it as a .pb file");
  }

  /** The shape that was asked for, else the model's. */
  private @Nullable Shape shape(Model.Port port, TensorType type) {
    Shape asked = shapes.get(port.name());
    return asked != null ? asked : type.shape();
  }

  private Tensor random(Model.Port port, long seed) {
    TensorType type = tensorType(port);
    Shape shape = shape(port, type);
    if (shape == null) {
      throw new InvalidInputException(
          "input '" + port.name() + "' may have any shape; say which with --shape");
    }
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.dim(i) == Shape.UNKNOWN) {
        shape = shape.with(i, 1);
      }
    }
    return random(type.dtype(), shape, new Random(seed));
  }

  /** Floats from −1 to 1, integers 0 and 1. */
  static Tensor random(DType dtype, Shape shape, Random random) {
    int n = shape.size() * dtype.arity();
    if (dtype.isFloating() || dtype.isComplex()) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = random.nextDouble() * 2 - 1;
      }
      return Tensor.of(dtype, shape, Elements.fromDoubles(dtype, values));
    }
    if (dtype == DType.STRING) {
      return Tensor.zeros(dtype, shape);
    }
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(2);
    }
    return Tensor.of(dtype, shape, Elements.fromLongs(dtype, values));
  }

  /** Converts to the type of the input, and gives the values its shape if the counts agree. */
  private Tensor fit(Model.Port port, TensorType type, Tensor value) {
    Tensor t = value.dtype() == type.dtype() ? value : convert(type.dtype(), value);
    Shape wanted = completed(shape(port, type), t.size());
    return wanted != null && wanted.size() == t.size() ? t.reshape(wanted) : t;
  }

  /** A shape whose single unknown dimension, if it has one, follows from the number of elements. */
  private static @Nullable Shape completed(@Nullable Shape shape, int elements) {
    if (shape == null || shape.isKnown()) {
      return shape;
    }
    int unknown = -1;
    int known = 1;
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.dim(i) != Shape.UNKNOWN) {
        known *= shape.dim(i);
      } else if (unknown >= 0) {
        return null;
      } else {
        unknown = i;
      }
    }
    return known > 0 && elements % known == 0 ? shape.with(unknown, elements / known) : null;
  }

  private static Tensor convert(DType dtype, Tensor value) {
    double[] values = value.toDoubles();
    if (dtype.isFloating()) {
      return Tensor.of(dtype, value.shape(), Elements.fromDoubles(dtype, values));
    }
    if (dtype == DType.STRING || dtype.isComplex()) {
      throw new InvalidInputException("numbers cannot be given for an input of type " + dtype);
    }
    long[] longs = new long[values.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = Math.round(values[i]);
    }
    return Tensor.of(dtype, value.shape(), Elements.fromLongs(dtype, longs));
  }

  /** Rows of numbers, separated by commas; a first line that holds no number is a heading. */
  private static Tensor csv(Path file) {
    List<float[]> rows = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty()) {
          float[] row = numbers(line);
          if (row == null && i > 0) {
            throw new InvalidInputException(
                file + ", line " + (i + 1) + ": '" + line + "' is no row of numbers");
          }
          if (row != null) {
            rows.add(row);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int columns = rows.isEmpty() ? 0 : rows.get(0).length;
    float[] values = new float[rows.size() * columns];
    for (int r = 0; r < rows.size(); r++) {
      if (rows.get(r).length != columns) {
        throw new InvalidInputException(
            file + ": rows have " + columns + " and " + rows.get(r).length + " columns");
      }
      System.arraycopy(rows.get(r), 0, values, r * columns, columns);
    }
    return Tensor.of(Shape.of(rows.size(), columns), values);
  }

  private static float @Nullable [] numbers(String line) {
    String[] cells = line.split(",", -1);
    float[] row = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      try {
        row[i] = Float.parseFloat(cells[i].strip());
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return row;
  }
}
