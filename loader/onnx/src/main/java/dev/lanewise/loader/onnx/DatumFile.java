package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.operators.AtomicFile;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.MapType;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.OptionalType;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that hold one value, as test data of ONNX models does: a TensorProto, SequenceProto,
 * MapProto or OptionalProto. Which of them it is must be known.
 */
public final class DatumFile {
  private final TensorReader tensors;

  private DatumFile(TensorReader tensors) {
    this.tensors = tensors;
  }

  /**
   * Reads a file.
   *
   * @param type type of the value; its shapes do not matter
   * @throws ModelFormatException if the file holds no such value
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Datum read(Path path, Type type) {
    try {
      return read(ByteBuffer.wrap(Files.readAllBytes(path)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(path + ": " + e.getMessage(), e);
    }
  }

  /** Reads a tensor from a file. */
  public static Tensor readTensor(Path path) {
    return (Tensor) read(path, new TensorType(DType.FLOAT, null));
  }

  /** Reads a value from bytes. */
  static Datum read(ByteBuffer file, Type type) {
    LoadLimits limits = LoadLimits.DEFAULT;
    DatumFile reader = new DatumFile(new TensorReader(new ExternalFiles(null), limits));
    if (type instanceof SequenceType sequence) {
      return reader.sequence(
          MessageReader.read(file, OnnxSchema.SEQUENCE, limits), sequence.element());
    } else if (type instanceof OptionalType optional) {
      return reader.optional(
          MessageReader.read(file, OnnxSchema.OPTIONAL, limits), optional.element());
    } else if (type instanceof MapType map) {
      return reader.map(MessageReader.read(file, OnnxSchema.MAP, limits), map);
    }
    return reader.tensors.read(MessageReader.read(file, OnnxSchema.TENSOR, limits), "the tensor");
  }

  private SequenceDatum sequence(Message proto, Type element) {
    List<Datum> values = new ArrayList<>();
    for (Message tensor : proto.messages(OnnxSchema.SEQUENCE_TENSORS)) {
      values.add(tensors.read(tensor, "element " + values.size()));
    }
    for (Message sequence : proto.messages(OnnxSchema.SEQUENCE_SEQUENCES)) {
      values.add(sequence(sequence, elementOf(element, SequenceType.class).element()));
    }
    for (Message map : proto.messages(OnnxSchema.SEQUENCE_MAPS)) {
      values.add(map(map, elementOf(element, MapType.class)));
    }
    for (Message optional : proto.messages(OnnxSchema.SEQUENCE_OPTIONALS)) {
      values.add(optional(optional, elementOf(element, OptionalType.class).element()));
    }
    return new SequenceDatum(element, values);
  }

  private OptionalDatum optional(Message proto, Type element) {
    if (proto.has(OnnxSchema.OPTIONAL_TENSOR)) {
      return new OptionalDatum(
          element, tensors.read(proto.message(OnnxSchema.OPTIONAL_TENSOR), "the tensor"));
    } else if (proto.has(OnnxSchema.OPTIONAL_SEQUENCE)) {
      return new OptionalDatum(
          element,
          sequence(
              proto.message(OnnxSchema.OPTIONAL_SEQUENCE),
              elementOf(element, SequenceType.class).element()));
    } else if (proto.has(OnnxSchema.OPTIONAL_MAP)) {
      return new OptionalDatum(
          element, map(proto.message(OnnxSchema.OPTIONAL_MAP), elementOf(element, MapType.class)));
    }
    return new OptionalDatum(element, null);
  }

  private MapDatum map(Message proto, MapType type) {
    List<Datum> values = sequence(proto.message(OnnxSchema.MAP_VALUES), type.value()).values();
    List<Object> keys = new ArrayList<>();
    for (long key : proto.numbers(OnnxSchema.MAP_KEYS)) {
      keys.add(key);
    }
    keys.addAll(proto.texts(OnnxSchema.MAP_STRING_KEYS));
    if (keys.size() != values.size()) {
      throw new ModelFormatException(
          "a map has " + keys.size() + " keys and " + values.size() + " values");
    }
    Map<Object, Datum> entries = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      entries.put(keys.get(i), values.get(i));
    }
    return new MapDatum(type, entries);
  }

  private static <T extends Type> T elementOf(Type type, Class<T> wanted) {
    if (!wanted.isInstance(type)) {
      throw new ModelFormatException(
          "a " + wanted.getSimpleName() + " stands where " + type + " was expected");
    }
    return wanted.cast(type);
  }

  /** Writes a tensor, in place of the file if there is one. */
  public static void write(Path path, Tensor tensor) {
    AtomicFile.write(path, TensorWriter.write("", tensor)::writeTo);
  }
}
