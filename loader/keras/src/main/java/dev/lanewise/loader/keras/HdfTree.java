package dev.lanewise.loader.keras;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HDF5 file. Whatever is wrong with it comes out as a {@link ModelFormatException} that names
 * the file and the place in it.
 */
final class HdfTree implements AutoCloseable {
  /** Links and groups beyond this depth are not followed. */
  private static final int MAX_DEPTH = 64;

  /** A group or a dataset with its link takes more than this. */
  private static final int MIN_OBJECT_BYTES = 64;

  private final String file;
  private final HdfFile hdf;
  private final long length;
  private long unpacked;

  private HdfTree(String file, HdfFile hdf, long length) {
    this.file = file;
    this.hdf = hdf;
    this.length = length;
  }

  /** Opens a file. */
  static HdfTree open(Path path) {
    long length = KerasFiles.length(path);
    String name = path.toString();
    // From a mapped file nothing is copied before it is known to be there.
    ByteBuffer mapped = length <= Integer.MAX_VALUE ? KerasFiles.map(path) : null;
    HdfFile hdf =
        guarded(
            name,
            "the file",
            () -> mapped == null ? new HdfFile(path) : HdfFile.fromByteBuffer(mapped));
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

  /** Bytes of the file. */
  long length() {
    return length;
  }

  /**
   * Counts the bytes of a dataset that is about to be read: compressed data, or datasets that lie
   * on the same bytes, must not make much of a small file.
   *
   * @throws IllegalArgumentException if all that is read becomes too much
   */
  void unpack(long bytes) {
    unpacked += bytes;
    long most = KerasFiles.mostUnpacked(length);
    if (unpacked > most) {
      throw new IllegalArgumentException(
          "the weights would unpack to " + unpacked + " bytes, at most " + most + " are read");
    }
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

  private @Nullable List<String> read(Group group, String name) {
    Attribute attribute = group.getAttribute(name);
    if (attribute == null) {
      return null;
    }
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    if (attribute.getSizeInBytes() > length) {
      throw new IllegalArgumentException("attribute '" + name + "' is larger than the file");
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
    List<String> part = texts(group, name + "0");
    if (part == null) {
      return null;
    }
    List<String> all = new ArrayList<>();
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
    return new WeightData(this, path, dataset);
  }

  /** All datasets, by their paths from the root, those of outer groups first. */
  Map<String, WeightData> datasets() {
    Map<String, WeightData> all = new LinkedHashMap<>();
    walk(
        (path, node) -> {
          if (node instanceof Dataset dataset) {
            all.put(path, weight(path, dataset));
          }
        });
    return all;
  }

  /** What stands in a path's groups as attribute {@code name}, by the paths of the groups. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    walk(
        (path, node) -> {
          List<String> own = node instanceof Group group ? read(group, "name") : null;
          if (own != null && own.size() == 1) {
            names.put(path, own.get(0));
          }
        });
    return names;
  }

  private record Place(String path, Group group, int depth) {}

  /** Shows everything below the root with its path, outer groups first. */
  private void walk(BiConsumer<String, Node> visitor) {
    guarded(
        "the list of groups",
        () -> {
          Deque<Place> open = new ArrayDeque<>();
          open.add(new Place("", hdf, 0));
          // Links may lead back, and so multiply what there is to see.
          long left = length / MIN_OBJECT_BYTES;
          for (Place at = open.poll(); at != null; at = open.poll()) {
            if (at.depth > MAX_DEPTH) {
              throw new IllegalArgumentException(
                  "groups are nested more than " + MAX_DEPTH + " deep");
            }
            for (Map.Entry<String, Node> child : at.group.getChildren().entrySet()) {
              if (--left < 0) {
                throw new IllegalArgumentException("there are more groups than the file has room");
              }
              String path = at.path + child.getKey();
              visitor.accept(path, child.getValue());
              if (child.getValue() instanceof Group inner) {
                open.add(new Place(path + "/", inner, at.depth + 1));
              }
            }
          }
          return true;
        });
  }

  /** As in {@code [3, 3, 1, 8]}. */
  static String shape(long[] dims) {
    return Arrays.toString(dims);
  }
}
