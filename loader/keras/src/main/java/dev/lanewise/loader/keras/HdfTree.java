package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HDF5 file. Whatever is wrong with it comes out as a {@link ModelFormatException} that names
 * the file and the place in it.
 */
final class HdfTree implements AutoCloseable {
  /** Links and groups beyond this depth are not followed. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_ATTRIBUTE_BYTES = 256 << 20;

  private final String file;
  private final HdfFile hdf;
  private final long length;

  private HdfTree(String file, HdfFile hdf, long length) {
    this.file = file;
    this.hdf = hdf;
    this.length = length;
  }

  /** Opens a file. */
  static HdfTree open(Path path) {
    long length = KerasFiles.length(path);
    String name = path.toString();
    HdfFile hdf = guarded(name, "the file", () -> new HdfFile(path));
    return whole(new HdfTree(name, hdf, length));
  }

  /** Opens a file that is in memory, under a name for messages. */
  static HdfTree of(String name, byte[] bytes) {
    HdfFile hdf = guarded(name, "the file", () -> HdfFile.fromBytes(bytes));
    return whole(new HdfTree(name, hdf, bytes.length));
  }

  /** A file says itself how long it is, so that one that was cut short is known at once. */
  private static HdfTree whole(HdfTree tree) {
    long end =
        tree.guarded(
            "the superblock",
            () -> tree.hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress());
    if (end > tree.length) {
      tree.close();
      throw new ModelFormatException(
          tree.file + " has " + tree.length + " bytes instead of " + end + "; it was cut short");
    }
    return tree;
  }

  private static <T> T guarded(String file, String what, Supplier<T> read) {
    try {
      return read.get();
    } catch (ModelFormatException | UnsupportedModelException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new ModelFormatException(
          file + ": " + what + " is damaged, or no HDF5: " + e.getMessage(), e);
    }
  }

  private <T> T guarded(String what, Supplier<T> read) {
    return guarded(file, what, read);
  }

  @Override
  public void close() {
    guarded(
        "the file",
        () -> {
          hdf.close();
          return true;
        });
  }

  /** Name of the file. */
  String file() {
    return file;
  }

  /** The group at a path, null if there is none; an empty path is the root. */
  @Nullable Group group(String path) {
    return guarded(
            path,
            () -> {
              Node node = hdf;
              for (String part : path.split("/", -1)) {
                if (!part.isEmpty()) {
                  node = node instanceof Group g ? g.getChild(part) : null;
                }
              }
              return node instanceof Group g ? new Found(g) : new Found(null);
            })
        .group;
  }

  private record Found(@Nullable Group group) {}

  private record Texts(@Nullable List<String> list) {}

  /** An attribute that holds text, or a list of texts; null if there is none. */
  @Nullable List<String> texts(Group group, String name) {
    return guarded("attribute " + name, () -> new Texts(read(group, name))).list;
  }

  private static @Nullable List<String> read(Group group, String name) {
    Attribute attribute = group.getAttribute(name);
    if (attribute == null) {
      return null;
    }
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    if (attribute.getSizeInBytes() > MAX_ATTRIBUTE_BYTES) {
      throw new IllegalArgumentException("attribute '" + name + "' is too large");
    }
    Object data = attribute.getData();
    if (data instanceof String text) {
      return List.of(text);
    }
    if (data instanceof String[] texts) {
      return List.of(texts);
    }
    throw new IllegalArgumentException("attribute '" + name + "' holds no text");
  }

  /** A list of texts that may be cut into attributes NAME0, NAME1, …; null if there is none. */
  @Nullable List<String> longTexts(Group group, String name) {
    List<String> whole = texts(group, name);
    if (whole != null) {
      return whole;
    }
    List<String> all = new ArrayList<>();
    List<String> part = texts(group, name + "0");
    if (part == null) {
      return null;
    }
    for (int i = 1; part != null; i++) {
      all.addAll(part);
      part = texts(group, name + i);
    }
    return all;
  }

  /** The dataset at a path below a group. */
  @Nullable WeightData dataset(Group group, String path) {
    return guarded(
            path,
            () -> {
              Node node = group;
              for (String part : path.split("/", -1)) {
                node = node instanceof Group g ? g.getChild(part) : null;
              }
              return new Data(node instanceof Dataset d ? weight(path, d) : null);
            })
        .data;
  }

  private record Data(@Nullable WeightData data) {}

  private WeightData weight(String path, Dataset dataset) {
    return new WeightData(file, path, dataset, length);
  }

  /** All datasets, by their paths from the root, groups in the order of the file. */
  Map<String, WeightData> datasets() {
    Map<String, WeightData> all = new LinkedHashMap<>();
    guarded(
        "the list of groups",
        () -> {
          collect(hdf, "", 0, all);
          return true;
        });
    return all;
  }

  private void collect(Group group, String prefix, int depth, Map<String, WeightData> all) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("groups are nested more than " + MAX_DEPTH + " deep");
    }
    for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      String path = prefix + child.getKey();
      if (child.getValue() instanceof Group inner) {
        collect(inner, path + "/", depth + 1, all);
      } else if (child.getValue() instanceof Dataset dataset) {
        all.put(path, weight(path, dataset));
      }
    }
  }

  /** What stands in a path's groups as attribute {@code name}, by the paths of the groups. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    guarded(
        "the list of groups",
        () -> {
          collectNames(hdf, "", 0, names);
          return true;
        });
    return names;
  }

  private static void collectNames(Group group, String path, int depth, Map<String, String> names) {
    if (depth > MAX_DEPTH) {
      return;
    }
    List<String> own = depth == 0 ? null : read(group, "name");
    if (own != null && own.size() == 1) {
      names.put(path, own.get(0));
    }
    for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      if (child.getValue() instanceof Group inner) {
        String below = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
        collectNames(inner, below, depth + 1, names);
      }
    }
  }

  /** As in {@code [3, 3, 1, 8]}. */
  static String shape(long[] dims) {
    return Arrays.toString(dims);
  }
}
