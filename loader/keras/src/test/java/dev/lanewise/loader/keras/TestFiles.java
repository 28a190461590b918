package dev.lanewise.loader.keras;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.ModelConfig;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Variable;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.api.WritableNode;
import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes Keras files as Keras lays them out. */
final class TestFiles {
  private TestFiles() {}

  /** The initial values of a model's variables. */
  static float[] values(Variable v) {
    return v.initializer().tensor(v, 5).floats();
  }

  /** An array of as many dimensions as a variable has. */
  static Object nested(Variable v) {
    return nested(values(v), v.shape().dims());
  }

  /** An array of so many dimensions. */
  static Object nested(float[] values, int... dims) {
    return nested(values, dims, 0, new int[1]);
  }

  private static Object nested(float[] values, int[] dims, int depth, int[] at) {
    if (depth == dims.length - 1) {
      float[] row = new float[dims[depth]];
      System.arraycopy(values, at[0], row, 0, row.length);
      at[0] += row.length;
      return row;
    }
    Object first = nested(values, dims, depth + 1, at);
    Object array = java.lang.reflect.Array.newInstance(first.getClass(), dims[depth]);
    java.lang.reflect.Array.set(array, 0, first);
    for (int i = 1; i < dims[depth]; i++) {
      java.lang.reflect.Array.set(array, i, nested(values, dims, depth + 1, at));
    }
    return array;
  }

  /** Weights by paths, as Keras 3 writes them. */
  static void paths(Path file, List<Variable> variables) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      Map<String, WritableGroup> groups = new HashMap<>();
      for (Variable v : variables) {
        WritableGroup group = hdf;
        String path = "";
        String[] parts = v.store().split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
          path += "/" + parts[i];
          WritableGroup parent = group;
          String part = parts[i];
          group = groups.computeIfAbsent(path, key -> parent.putGroup(part));
        }
        group.putDataset(parts[parts.length - 1], nested(v));
      }
    }
  }

  /** A group for each layer, as Keras 2 writes them; with the configuration or without. */
  static void groups(Path file, Network network, String config, String prefix) {
    groups(file, network, config, prefix, TestFiles::nested);
  }

  /** The same, with a layout of weights of its own. */
  static void groups(
      Path file, Network network, String config, String prefix, Function<Variable, Object> layout) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup holder = hdf;
      if (config != null) {
        attribute(hdf, "model_config", config);
        holder = hdf.putGroup("model_weights");
      }
      String[] names = network.layers().stream().map(l -> prefix + l.name()).toArray(String[]::new);
      attribute(holder, "layer_names", names);
      for (Layer layer : network.layers()) {
        WritableGroup group = holder.putGroup(prefix + layer.name());
        List<Variable> own =
            network.variables().stream().filter(v -> v.path().get(0).equals(layer.name())).toList();
        if (own.isEmpty()) {
          continue;
        }
        WritableGroup inner = group.putGroup(layer.name());
        String[] weights = new String[own.size()];
        for (int i = 0; i < weights.length; i++) {
          weights[i] = layer.name() + "/" + i + own.get(i).name() + ":0";
          inner.putDataset(i + own.get(i).name() + ":0", layout.apply(own.get(i)));
        }
        attribute(group, "weight_names", weights);
      }
    }
  }

  /** A configuration and arrays for each layer, with attributes of the group of all weights. */
  static void arrays(
      Path file, String config, Map<String, String> attributes, Map<String, List<Object>> layers) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      attribute(hdf, "model_config", config);
      WritableGroup holder = hdf.putGroup("model_weights");
      attributes.forEach((name, value) -> attribute(holder, name, value));
      attribute(holder, "layer_names", layers.keySet().toArray(String[]::new));
      layers.forEach(
          (layer, arrays) -> {
            WritableGroup group = holder.putGroup(layer);
            String[] names = new String[arrays.size()];
            for (int i = 0; i < names.length; i++) {
              names[i] = "param_" + i;
              group.putDataset(names[i], arrays.get(i));
            }
            attribute(group, "weight_names", names);
          });
    }
  }

  /** A configuration and a layer that lists one array as many of its weights. */
  static void again(Path file, String config, String layer, Object array, int times) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      attribute(hdf, "model_config", config);
      WritableGroup holder = hdf.putGroup("model_weights");
      attribute(holder, "layer_names", new String[] {layer});
      WritableGroup group = holder.putGroup(layer);
      group.putDataset("w", array);
      attribute(group, "weight_names", Collections.nCopies(times, "w").toArray(String[]::new));
    }
  }

  /** Lets the links of a group to an object, by their addresses, lead to another one. */
  static void relink(byte[] file, long group, long from, long to) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = (int) group;
    int flags = bytes.get(start + 5);
    // Signature, version and flags; then times and limits, if there are any, and the size.
    int size = start + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    int length =
        width == 1
            ? bytes.get(size) & 0xff
            : width == 2 ? bytes.getShort(size) & 0xffff : bytes.getInt(size);
    int end = size + width + length;
    for (int i = start; i + Long.BYTES <= end; i++) {
      if (bytes.getLong(i) == from) {
        bytes.putLong(i, to);
      }
    }
    bytes.putInt(end, ChecksumUtils.checksum(Arrays.copyOfRange(file, start, end)));
  }

  private static void attribute(WritableNode node, String name, Object value) {
    node.putAttribute(name, value);
  }

  /** A .keras file. */
  static void keras(Path file, ModelConfig config, byte[] weights) throws IOException {
    zip(
        file,
        Map.of(
            "config.json",
            config.write().getBytes(StandardCharsets.UTF_8),
            "metadata.json",
            "{}".getBytes(StandardCharsets.UTF_8),
            "model.weights.h5",
            weights));
  }

  static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }
}
