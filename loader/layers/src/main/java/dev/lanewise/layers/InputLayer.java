package dev.lanewise.layers;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An input of a model, with its shape and type. */
public record InputLayer(Config config) implements Layer {
  static final LayerType TYPE =
      LayerType.of(
          "InputLayer",
          InputLayer::new,
          "batch_shape",
          null,
          "dtype",
          "float32",
          "optional",
          false);

  private static final Map<String, DType> TYPES =
      Map.ofEntries(
          Map.entry("float32", DType.FLOAT),
          Map.entry("float64", DType.DOUBLE),
          Map.entry("float16", DType.FLOAT),
          Map.entry("bfloat16", DType.FLOAT),
          Map.entry("int8", DType.INT8),
          Map.entry("int16", DType.INT16),
          Map.entry("int32", DType.INT32),
          Map.entry("int64", DType.INT64),
          Map.entry("uint8", DType.UINT8),
          Map.entry("uint16", DType.UINT16),
          Map.entry("uint32", DType.UINT32),
          Map.entry("uint64", DType.UINT64),
          Map.entry("bool", DType.BOOL));

  private static final int MAX_RANK = 16;

  /** Checks shape and type. */
  public InputLayer {
    type(config);
  }

  /**
   * An input from the sizes of one sample; the batch comes before them and may have any size.
   *
   * @param sample sizes, −1 for one that may be any
   */
  public static InputLayer of(int... sample) {
    List<@Nullable Integer> shape = new ArrayList<>();
    shape.add(null);
    for (int dim : sample) {
      shape.add(dim < 0 ? null : dim);
    }
    return new InputLayer(TYPE.create("batch_shape", shape).config());
  }

  /** A symbolic input, see {@link #of}. */
  public static Output input(String name, int... sample) {
    return of(sample).named(name).on();
  }

  /** Shape and element type, the first unknown dimension being the batch. */
  public TensorType type() {
    return type(config);
  }

  private static TensorType type(Config config) {
    JsonNode shape = shape(config);
    if (shape == null) {
      throw config.fail("needs 'batch_shape'");
    }
    return new TensorType(dtype(config), shape(config, shape));
  }

  /** The shape that a layer of any type gives for the model's input; null if it gives none. */
  static @Nullable JsonNode shape(Config config) {
    for (String key : List.of("batch_shape", "batch_input_shape")) {
      if (config.isGiven(key)) {
        return config.node(key);
      }
    }
    return null;
  }

  private static DType dtype(Config config) {
    JsonNode node = config.node("dtype");
    String name =
        node == null ? "float32" : node.isString() ? node.stringValue() : config.policyName();
    DType dtype = TYPES.get(name);
    if (dtype == null) {
      throw config.unsupported("inputs of type " + name + "; " + TYPES.keySet() + " can be read");
    }
    return dtype;
  }

  /** A shape from JSON in which null stands for an unknown dimension. */
  static Shape shape(Config config, JsonNode json) {
    if (!json.isArray() || json.isEmpty() || json.size() > MAX_RANK) {
      throw config.fail("the input shape must be a list of sizes, but is " + json);
    }
    int[] dims = new int[json.size()];
    @Nullable String[] symbols = new String[dims.length];
    for (int i = 0; i < dims.length; i++) {
      JsonNode dim = json.get(i);
      if (dim.isNull()) {
        dims[i] = Shape.UNKNOWN;
        symbols[i] = i == 0 ? "batch" : config.name() + "_" + i;
      } else if (dim.isInt() && dim.intValue() >= 0) {
        dims[i] = dim.intValue();
      } else {
        throw config.fail("the input shape has the size " + dim);
      }
    }
    try {
      return Shape.symbolic(dims, symbols);
    } catch (IllegalArgumentException e) {
      throw config.fail(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<Flow> call(Emitter e, Arguments in) {
    return List.of(in.single(this));
  }
}
