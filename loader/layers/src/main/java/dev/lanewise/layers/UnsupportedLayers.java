package dev.lanewise.layers;

import java.util.Map;
import java.util.TreeMap;

/** Layers of Keras that cannot be read, each with the reason and what to do instead. */
public final class UnsupportedLayers {
  private static final String TEXT = "works on text; run it before the model, on the caller's side";
  private static final String TABLE =
      "looks values up in a table; run it before the model, on the caller's side";
  private static final String CONVOLUTION =
      "has convolutions within a recurrence, which no operator has; use Conv layers with LSTM";
  private static final String FOREIGN =
      "wraps a model of another framework; export that model to ONNX";
  private static final String SOUND =
      "computes spectra; run it before the model, on the caller's side";
  private static final String STATISTICS =
      "changes an image by statistics of all of its pixels; run it before the model";
  private static final String CELL = "computes one step of a recurrence; put it into an RNN layer";
  private static final String CROP =
      "also crops and resizes outside of training, by rules of its own; use Resizing or CenterCrop";

  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "Lambda",
                  "holds Python code, which is never run; replace it by built-in layers, or cut the"
                      + " model before it"),
              Map.entry("StringLookup", TEXT),
              Map.entry("TextVectorization", TEXT),
              Map.entry("Hashing", TEXT),
              Map.entry("HashedCrossing", TEXT),
              Map.entry("IntegerLookup", TABLE),
              Map.entry("FeatureSpace", TABLE),
              Map.entry("ConvLSTM1D", CONVOLUTION),
              Map.entry("ConvLSTM2D", CONVOLUTION),
              Map.entry("ConvLSTM3D", CONVOLUTION),
              Map.entry("GRUCell", CELL),
              Map.entry("LSTMCell", CELL),
              Map.entry("SimpleRNNCell", CELL),
              Map.entry("StackedRNNCells", CELL),
              Map.entry("TorchModuleWrapper", FOREIGN),
              Map.entry("FlaxLayer", FOREIGN),
              Map.entry("JaxLayer", FOREIGN),
              Map.entry("TFSMLayer", FOREIGN),
              Map.entry("STFTSpectrogram", SOUND),
              Map.entry("MelSpectrogram", SOUND),
              Map.entry("AutoContrast", STATISTICS),
              Map.entry("Equalization", STATISTICS),
              Map.entry("CLAHE", STATISTICS),
              Map.entry("Solarization", STATISTICS),
              Map.entry("RandomCrop", CROP),
              Map.entry(
                  "MaxNumBoundingBoxes", "changes bounding boxes, which are no tensor of a model"),
              Map.entry("Pipeline", "holds preprocessing; put its layers into the model itself"),
              Map.entry(
                  "ReversibleEmbedding",
                  "is called in two ways that a configuration does not tell apart; use Embedding and"
                      + " Dense"),
              Map.entry(
                  "TernaryDense", "computes its weights anew in every call; save it as Dense"),
              Map.entry(
                  "TFOpLambda",
                  "calls a function of TensorFlow by name; replace it by built-in layers"),
              Map.entry(
                  "TensorFlowOpLayer",
                  "holds an operation of TensorFlow; replace it by built-in layers"),
              Map.entry("LocallyConnected1D", "has a kernel for each position; use Conv1D"),
              Map.entry("LocallyConnected2D", "has a kernel for each position; use Conv2D")));

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
