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

  /** By domain and operator. */
  private final Map<String, Map<String, NavigableMap<Integer, Line>>> lines = new HashMap<>();

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
      case 0 -> NnOperators.addProducts(this);
      case 1 -> MathOperators.addActivations(this);
      case 2 -> MathOperators.addArithmetic(this);
      case 3 -> NormalizationOperators.addSoftmax(this);
      case 4 -> DataOperators.addShapes(this);
      case 5 -> NnOperators.addPools(this);
      case 6 -> NormalizationOperators.addBatchNormalization(this);
      case 7 -> DataOperators.addParts(this);
      case 8 -> NormalizationOperators.addTo(this);
      case 9 -> MathOperators.addCasts(this);
      case 10 -> DataOperators.addTo(this);
      case 11 -> MathOperators.addTo(this);
      case 12 -> ResampleOperators.addTo(this);
      case 13 -> RecurrentOperators.addTo(this);
      case 14 -> QuantOperators.addTo(this);
      case 15 -> ControlOperators.addTo(this);
      case 16 -> AttentionOperators.addTo(this);
      case 17 -> MlOperators.addTo(this);
      case 18 -> StringOperators.addTo(this);
      case 19 -> SignalOperators.addTo(this);
      case 20 -> VisionOperators.addTo(this);
      case 21 -> TrainingOperators.addTo(this);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The lines of an operator; all of them are in one family. */
  private @Nullable NavigableMap<Integer, Line> versionsOf(String domain, String operator) {
    String known = normalize(domain);
    boolean more = true;
    while (more) {
      Map<String, NavigableMap<Integer, Line>> ofDomain = lines.get(known);
      NavigableMap<Integer, Line> versions = ofDomain == null ? null : ofDomain.get(operator);
      if (versions != null) {
        return versions;
      }
      more = addFamily();
    }
    return null;
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
    boolean isNew =
        lines
                .computeIfAbsent(normalize(domain), d -> new HashMap<>())
                .computeIfAbsent(operator, o -> new TreeMap<>())
                .put(since, line)
            == null;
    if (!isNew) {
      throw new IllegalStateException(
          domain + " " + operator + " has two lines for version " + since);
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
        (domain, operators) -> {
          SortedMap<String, List<Integer>> ofDomain = new TreeMap<>();
          operators.forEach((name, of) -> ofDomain.put(name, List.copyOf(of.keySet())));
          all.put(domain, ofDomain);
        });
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
