package dev.lanewise.loader.format;

import dev.lanewise.error.LanewiseException;
import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model file of Lanewise: a safetensors file whose metadata hold a graph, or the configuration of
 * a model whose weights the tensors are. Any other safetensors file can be opened for its tensors.
 *
 * <p>Large tensors stay in the file until they are used, so that neither the file nor the bytes or
 * the buffer it is read from may change as long as they are in use. Checksums are tested when a
 * tensor is read for the first time.
 *
 * <p>All methods throw {@link ModelFormatException} if the file is damaged, and {@link
 * UnsupportedModelException} if it asks for what is not known; messages name the place. A file that
 * cannot be read is an {@link UncheckedIOException}.
 */
public final class LanewiseFile {
  /** Name of the metadata that says what kind of file this is. */
  static final String FORMAT = "format";

  /** What names of metadata that the format uses itself begin with. */
  static final String PREFIX = "lanewise.";

  static final String VERSION = PREFIX + "version";
  static final String REQUIRES = PREFIX + "requires";
  static final String GRAPH = PREFIX + "graph";
  static final String CONFIG = PREFIX + "config";
  static final String TENSORS = PREFIX + "tensors";
  static final String CHECKSUM = PREFIX + "checksum";

  /** The version of the format that is written, and the newest one that is read. */
  static final int NEWEST_VERSION = 1;

  /** Features that a file may require of its reader. */
  private static final Set<String> FEATURES = Collections.emptySet();

  private static final int MAX_MESSAGE = 1000;

  private final String where;
  private final Map<String, String> metadata;
  private final TensorStore tensors;

  private LanewiseFile(FileBytes bytes, String where) {
    this.where = where;
    Safetensors header = Safetensors.read(bytes);
    this.metadata = header.metadata();
    if (metadata.containsKey(VERSION)) {
      checkVersion();
    }
    String descriptions = metadata.get(TENSORS);
    this.tensors =
        new TensorStore(
            bytes,
            header,
            descriptions == null
                ? Collections.emptyMap()
                : JsonReader.read(descriptions, TENSORS).members());
  }

  private void checkVersion() {
    JsonValue version = JsonReader.read(metadata.getOrDefault(VERSION, ""), VERSION);
    if (version.size() < 1 || version.size() > NEWEST_VERSION) {
      throw new UnsupportedModelException(
          "the file has version "
              + version.size()
              + " of the format; the newest one that is read is "
              + NEWEST_VERSION
              + "; use a newer version of Lanewise");
    }
    String requires = metadata.get(REQUIRES);
    if (requires != null) {
      for (JsonValue feature : JsonReader.read(requires, REQUIRES).elements()) {
        if (!FEATURES.contains(feature.text())) {
          throw new UnsupportedModelException(
              "the file requires '"
                  + feature.text()
                  + "', which is not known; use a newer version of Lanewise");
        }
      }
    }
    String checksum = Checksum.of(model(), metadata.getOrDefault(TENSORS, ""));
    String expected = metadata.get(CHECKSUM);
    if (!checksum.equals(expected)) {
      throw new ModelFormatException(
          "the description of the model is damaged: it has the checksum "
              + checksum
              + ", but should have "
              + expected);
    }
  }

  private String model() {
    return metadata.getOrDefault(GRAPH, "") + metadata.getOrDefault(CONFIG, "");
  }

  /** Opens a file, which is mapped. */
  public static LanewiseFile open(Path file) {
    return guarded(
        file.toString(),
        () -> {
          try {
            return new LanewiseFile(FileBytes.of(file), file.toString());
          } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
          }
        });
  }

  /** Opens a file that is in memory. */
  public static LanewiseFile of(byte[] file) {
    return of(ByteBuffer.wrap(file));
  }

  /** Opens a file that is the rest of a buffer. */
  public static LanewiseFile of(ByteBuffer file) {
    return guarded("", () -> new LanewiseFile(FileBytes.of(file), ""));
  }

  /** Reads a file from a stream up to its end, and leaves the stream open. */
  public static LanewiseFile of(InputStream file) {
    return guarded(
        "",
        () -> {
          try {
            return new LanewiseFile(FileBytes.of(file), "");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Whether bytes begin as a safetensors file does. */
  public static boolean isSafetensors(byte[] start) {
    // Eight bytes of length, of which the upper four are zero, and an object.
    return start.length > Safetensors.LENGTH_BYTES
        && start[4] == 0
        && start[5] == 0
        && start[6] == 0
        && start[7] == 0
        && start[Safetensors.LENGTH_BYTES] == '{';
  }

  /** Texts for people: all metadata but those of the format itself. */
  public Map<String, String> info() {
    Map<String, String> info = new TreeMap<>();
    metadata.forEach(
        (name, text) -> {
          if (!name.equals(FORMAT) && !name.startsWith(PREFIX)) {
            info.put(name, text);
          }
        });
    return Collections.unmodifiableMap(info);
  }

  /** Whether the file holds a graph. */
  public boolean hasGraph() {
    return metadata.containsKey(VERSION) && metadata.containsKey(GRAPH);
  }

  /** The configuration of a model in the JSON form of Keras, null if the file holds none. */
  public @Nullable String config() {
    return metadata.containsKey(VERSION) ? metadata.get(CONFIG) : null;
  }

  /**
   * The graph.
   *
   * @throws UnsupportedModelException if the file holds none
   */
  public Graph graph() {
    return guarded(
        where,
        () -> {
          String graph = metadata.get(GRAPH);
          if (graph == null || !metadata.containsKey(VERSION)) {
            throw new UnsupportedModelException(
                "the file holds weights, but no graph; a configuration of the model is needed");
          }
          return new GraphJsonReader(tensors).read(JsonReader.read(graph, "graph"));
        });
  }

  /** All tensors by name, in the order of the file's header. */
  public Map<String, Tensor> tensors() {
    return guarded(
        where,
        () -> {
          Map<String, Tensor> all = new LinkedHashMap<>();
          for (String name : tensors.names()) {
            all.put(name, tensors.get(name));
          }
          return Collections.unmodifiableMap(all);
        });
  }

  /** Messages get the file's name, one line, and a length that people can read. */
  private static <T> T guarded(String where, Supplier<T> work) {
    try {
      return work.get();
    } catch (ModelFormatException e) {
      throw new ModelFormatException(message(where, e), e);
    } catch (UnsupportedModelException e) {
      throw new UnsupportedModelException(message(where, e), e);
    }
  }

  private static String message(String where, LanewiseException e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?");
    return (where.isEmpty() ? "" : where + ": ")
        + (message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message);
  }
}
