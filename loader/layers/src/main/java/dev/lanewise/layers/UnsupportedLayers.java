package dev.lanewise.layers;

import java.util.Map;
import java.util.TreeMap;

/** Layers of Keras that cannot be read, each with the reason and what to do instead. */
public final class UnsupportedLayers {
  private static final String TEXT = "works on text; run it before the model, on the caller's side";

  private static final Map<String, String> REASONS = new TreeMap<>();

  static {
    REASONS.put(
        "Lambda",
        "holds Python code, which is never run; replace it by built-in layers, or cut the model"
            + " before it");
    REASONS.put("StringLookup", TEXT);
    REASONS.put("TextVectorization", TEXT);
  }

  private UnsupportedLayers() {}

  /** Class names with the reason why each is not supported. */
  public static Map<String, String> reasons() {
    return java.util.Collections.unmodifiableMap(REASONS);
  }

  static String reason(String className, boolean foreign) {
    String reason = REASONS.get(className);
    if (reason != null && !foreign) {
      return reason;
    }
    return "is no layer of Keras; custom classes are code, which is never run: rebuild the model from"
        + " built-in layers, or export it to ONNX";
  }
}
