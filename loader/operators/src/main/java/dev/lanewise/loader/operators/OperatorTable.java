package dev.lanewise.loader.operators;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
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

  /** Families that have been added. */
  private final Set<Integer> families = new HashSet<>();

  private OperatorTable() {}

  /**
   * The table of everything that can be read, for one thread. Every line costs a cold JVM a class
   * of its own, so that families of operators are added when one is looked for.
   */
  public static OperatorTable standard() {
    return new OperatorTable();
  }

  /**
   * The family of an operator that many models have. Others are found by adding family after
   * family.
   */
  private static int common(String operator) {
    return switch (operator) {
      case "Conv", "Gemm", "MatMul" -> 0;
      case "Relu", "Clip", "LeakyRelu" -> 1;
      case "Add", "Mul" -> 2;
      case "Constant", "ConstantOfShape", "Identity" -> 3;
      case "Reshape", "Flatten" -> 4;
      case "Softmax" -> 5;
      case "MaxPool", "AveragePool", "GlobalAveragePool" -> 6;
      case "BatchNormalization" -> 7;
      case "Concat" -> 8;
      case "Dropout" -> 9;
      case "Sum", "Mean", "Max", "Min" -> 10;
      case "Sub", "Div" -> 11;
      case "Sigmoid", "Tanh", "HardSigmoid", "HardSwish" -> 12;
      case "Transpose", "Squeeze", "Unsqueeze" -> 13;
      case "Shape", "Gather" -> 14;
      case "Split", "Slice", "Expand" -> 15;
      case "Cast" -> 16;
      case "Sqrt", "Exp", "Erf", "Gelu", "Pow" -> 17;
      case "ReduceMean", "ReduceSum" -> 18;
      case "LayerNormalization", "RMSNormalization" -> 19;
      default -> -1;
    };
  }

  /** Adds a family if it is not there yet; false if there is no such family. */
  private boolean addFamily(int family) {
    if (families.contains(family)) {
      return true;
    }
    switch (family) {
      case 0 -> NnOperators.addProducts(this);
      case 1 -> MathOperators.addRectifiers(this);
      case 2 -> MathOperators.addArithmetic(this);
      case 3 -> DataOperators.addConstants(this);
      case 4 -> DataOperators.addReshapes(this);
      case 5 -> NormalizationOperators.addSoftmax(this);
      case 6 -> NnOperators.addPools(this);
      case 7 -> NormalizationOperators.addBatchNormalization(this);
      case 8 -> DataOperators.addConcat(this);
      case 9 -> NormalizationOperators.addDropout(this);
      case 10 -> MathOperators.addSums(this);
      case 11 -> MathOperators.addInverseArithmetic(this);
      case 12 -> MathOperators.addSigmoids(this);
      case 13 -> DataOperators.addTransposes(this);
      case 14 -> DataOperators.addShapes(this);
      case 15 -> DataOperators.addParts(this);
      case 16 -> MathOperators.addCasts(this);
      case 17 -> MathOperators.addPowers(this);
      case 18 -> MathOperators.addMeans(this);
      case 19 -> NormalizationOperators.addLayers(this);
      case 20 -> NormalizationOperators.addTo(this);
      case 21 -> DataOperators.addTo(this);
      case 22 -> MathOperators.addTo(this);
      case 23 -> NnOperators.addOtherPools(this);
      case 24 -> ResampleOperators.addTo(this);
      case 25 -> RecurrentOperators.addTo(this);
      case 26 -> QuantOperators.addTo(this);
      case 27 -> ControlOperators.addTo(this);
      case 28 -> AttentionOperators.addTo(this);
      case 29 -> MlOperators.addTo(this);
      case 30 -> StringOperators.addTo(this);
      case 31 -> SignalOperators.addTo(this);
      case 32 -> VisionOperators.addTo(this);
      case 33 -> TrainingOperators.addTo(this);
      default -> {
        return false;
      }
    }
    families.add(family);
    return true;
  }

  /** The lines of an operator; all of them are in one family. */
  private @Nullable NavigableMap<Integer, Line> versionsOf(String domain, String operator) {
    String known = normalize(domain);
    addFamily(common(operator));
    NavigableMap<Integer, Line> versions = added(known, operator);
    for (int family = 0; versions == null && addFamily(family); family++) {
      versions = added(known, operator);
    }
    return versions;
  }

  private @Nullable NavigableMap<Integer, Line> added(String domain, String operator) {
    Map<String, NavigableMap<Integer, Line>> ofDomain = lines.get(domain);
    return ofDomain == null ? null : ofDomain.get(operator);
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
    int family = 0;
    while (addFamily(family)) {
      family++;
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
