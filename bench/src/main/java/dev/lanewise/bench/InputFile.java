package dev.lanewise.bench;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
      write(file, names, values);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file. */
  static void write(Path file, List<String> names, List<Datum> values) {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(values.size());
      for (int i = 0; i < values.size(); i++) {
        if (!(values.get(i) instanceof Tensor t)) {
          throw new PeerException("value '" + names.get(i) + "' is no tensor");
        }
        write(out, names.get(i), t);
      }
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
    Storage storage = t.dtype().storage();
    int n = storage.length(t.array());
    out.writeInt(n);
    if (storage == Storage.STRINGS) {
      for (String s : t.strings()) {
        out.writeUTF(s);
      }
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(n, storage.bytes()));
    switch (storage) {
      case FLOATS -> bytes.asFloatBuffer().put((float[]) t.array());
      case DOUBLES -> bytes.asDoubleBuffer().put((double[]) t.array());
      case LONGS -> bytes.asLongBuffer().put((long[]) t.array());
      case INTS -> bytes.asIntBuffer().put((int[]) t.array());
      case SHORTS -> bytes.asShortBuffer().put((short[]) t.array());
      case BYTES -> bytes.put((byte[]) t.array());
      case STRINGS -> throw new IllegalStateException("strings are written one by one");
    }
    out.write(bytes.array());
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
    Object array = dtype.storage().allocate(in.readInt());
    if (array instanceof String[] strings) {
      for (int i = 0; i < strings.length; i++) {
        strings[i] = in.readUTF();
      }
    } else {
      int n = dtype.storage().length(array);
      ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(n * dtype.storage().bytes()));
      switch (dtype.storage()) {
        case FLOATS -> bytes.asFloatBuffer().get((float[]) array);
        case DOUBLES -> bytes.asDoubleBuffer().get((double[]) array);
        case LONGS -> bytes.asLongBuffer().get((long[]) array);
        case INTS -> bytes.asIntBuffer().get((int[]) array);
        case SHORTS -> bytes.asShortBuffer().get((short[]) array);
        case BYTES -> bytes.get((byte[]) array);
        case STRINGS -> throw new IllegalStateException("strings are read one by one");
      }
    }
    return Tensor.of(dtype, Shape.of(dims), array);
  }
}
