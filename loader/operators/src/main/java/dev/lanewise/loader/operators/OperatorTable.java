package dev.lanewise.loader.operators;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of ONNX files are called and how they become nodes: one line per operator and
 * per version in which the form of its nodes changed.
 */
public final class OperatorTable {
  /** Domain of the main operator set; files also spell it {@code ai.onnx}. */
  public static final String ONNX = "";

  /** Newest version of the main operator set that the table was written for. */
  public static final int NEWEST_ONNX = 27;

  /** Newest version of {@code ai.onnx.ml} that the table was written for. */
  public static final int NEWEST_ML = 5;

  /** Turns a node of the file into nodes of the graph. */
  public interface Line {
    /** Ends with one of the {@code emit} methods. */
    void read(OnnxNode node);
  }

  private record Key(String domain, String operator) {}

  private final Map<Key, NavigableMap<Integer, Line>> lines = new HashMap<>();

  private int families;

  private OperatorTable() {}

  /**
   * The table of everything that can be read, for one thread. Every line costs a cold JVM a class
   * of its own, so that families of operators are added when one is looked for.
   */
  public static OperatorTable standard() {
    return new OperatorTable();
  }

  /** Adds the next family, those that most models use first; false if all are there. */
  private boolean addFamily() {
    switch (families++) {
      case 0 -> NnOperators.addTo(this);
      case 1 -> MathOperators.addFunctions(this);
      case 2 -> NormalizationOperators.addTo(this);
      case 3 -> DataOperators.addTo(this);
      case 4 -> MathOperators.addTo(this);
      case 5 -> ResampleOperators.addTo(this);
      case 6 -> RecurrentOperators.addTo(this);
      case 7 -> QuantOperators.addTo(this);
      case 8 -> ControlOperators.addTo(this);
      case 9 -> AttentionOperators.addTo(this);
      case 10 -> MlOperators.addTo(this);
      case 11 -> StringOperators.addTo(this);
      case 12 -> SignalOperators.addTo(this);
      case 13 -> VisionOperators.addTo(this);
      case 14 -> TrainingOperators.addTo(this);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The lines of an operator; all of them are in one family. */
  private @Nullable NavigableMap<Integer, Line> versionsOf(String domain, String operator) {
    Key key = new Key(normalize(domain), operator);
    NavigableMap<Integer, Line> versions = lines.get(key);
    while (versions == null && addFamily()) {
      versions = lines.get(key);
    }
    return versions;
  }

  /**
   * Adds a line for an operator of the main domain.
   *
   * @param since first version of the operator set for which the line holds
   */
  void add(String operator, int since, Line line) {
    add(ONNX, operator, since, line);
  }

  /** Adds a line for an operator of any domain. */
  void add(String domain, String operator, int since, Line line) {
    Key key = new Key(normalize(domain), operator);
    if (lines.computeIfAbsent(key, k -> new TreeMap<>()).put(since, line) != null) {
      throw new IllegalStateException(key + " has two lines for version " + since);
    }
  }

  /** The line for an operator at a version of its operator set, null if there is none. */
  public @Nullable Line find(String domain, String operator, int opset) {
    NavigableMap<Integer, Line> versions = versionsOf(domain, operator);
    if (versions == null || opset > newest(domain)) {
      return null;
    }
    Map.Entry<Integer, Line> entry = versions.floorEntry(opset);
    return entry == null ? null : entry.getValue();
  }

  /** The versions for which an operator can be read, as text; empty if there are none. */
  public String versions(String domain, String operator) {
    NavigableMap<Integer, Line> versions = versionsOf(domain, operator);
    if (versions == null) {
      return "";
    }
    int newest = newest(domain);
    return "opset "
        + versions.firstKey()
        + (newest == Integer.MAX_VALUE ? " and newer" : " to " + newest);
  }

  /** The versions in which the form of an operator's nodes changed, by domain and operator. */
  public SortedMap<String, SortedMap<String, List<Integer>>> operators() {
    boolean more = true;
    while (more) {
      more = addFamily();
    }
    SortedMap<String, SortedMap<String, List<Integer>>> all = new TreeMap<>();
    lines.forEach(
        (key, versions) ->
            all.computeIfAbsent(key.domain, d -> new TreeMap<>())
                .put(key.operator, List.copyOf(versions.keySet())));
    return all;
  }

  private static int newest(String domain) {
    return switch (normalize(domain)) {
      case ONNX -> NEWEST_ONNX;
      case "ai.onnx.ml" -> NEWEST_ML;
      default -> Integer.MAX_VALUE;
    };
  }

  /** The one spelling of a domain that is used in the table. */
  public static String normalize(String domain) {
    return domain.equals("ai.onnx") ? ONNX : domain;
  }
}
