package dev.lanewise.bench;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs for a process of our own that must not load the model to know them.
 *
 * @param names names of the inputs
 * @param values their values
 */
record InputFile(List<String> names, List<Datum> values) {
  /** Writes a temporary file. */
  static Path write(List<String> names, List<Datum> values) {
    try {
      Path file = Files.createTempFile("lanewise-bench", ".inputs");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        out.writeInt(values.size());
        for (int i = 0; i < values.size(); i++) {
          if (!(values.get(i) instanceof Tensor t)) {
            throw new PeerException("input '" + names.get(i) + "' is no tensor");
          }
          write(out, names.get(i), t);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, String name, Tensor t) throws IOException {
    out.writeUTF(name);
    out.writeUTF(t.dtype().name());
    out.writeInt(t.shape().rank());
    for (long d : t.shape().toLongs()) {
      out.writeLong(d);
    }
    if (t.dtype() == DType.STRING) {
      for (String s : t.strings()) {
        out.writeUTF(s);
      }
    } else if (t.dtype().isFloating()) {
      for (double v : t.toDoubles()) {
        out.writeDouble(v);
      }
    } else {
      for (long v : t.toLongs()) {
        out.writeLong(v);
      }
    }
  }

  /** Reads a file. */
  static InputFile read(Path file) {
    List<String> names = new ArrayList<>();
    List<Datum> values = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        names.add(in.readUTF());
        values.add(tensor(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new InputFile(names, values);
  }

  private static Tensor tensor(DataInputStream in) throws IOException {
    DType dtype = DType.valueOf(in.readUTF());
    long[] dims = new long[in.readInt()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = in.readLong();
    }
    Shape shape = Shape.of(dims);
    int n = shape.size();
    if (dtype == DType.STRING) {
      String[] values = new String[n];
      for (int i = 0; i < n; i++) {
        values[i] = in.readUTF();
      }
      return Tensor.of(dtype, shape, values);
    }
    if (dtype.isFloating()) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = in.readDouble();
      }
      return Tensor.of(dtype, shape, Elements.fromDoubles(dtype, values));
    }
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = in.readLong();
    }
    return Tensor.of(dtype, shape, Elements.fromLongs(dtype, values));
  }
}
