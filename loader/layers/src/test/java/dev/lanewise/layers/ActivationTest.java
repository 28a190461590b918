package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Activation functions and the layers that apply them, by their formulas. */
class ActivationTest {
  private static final Grid X = Grid.images();

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
  }

  private static double clip(double x, double low, double high) {
    return Math.max(low, Math.min(high, x));
  }

  private static double erf(double x) {
    double sum = 0;
    double term = x;
    for (int n = 0; n < 200; n++) {
      sum += term / (2 * n + 1);
      term *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static final double ALPHA = 1.6732632423543772;
  private static final double SCALE = 1.0507009873554805;

  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.ofEntries(
          Map.entry("linear", x -> x),
          Map.entry("relu", x -> Math.max(0, x)),
          Map.entry("relu6", x -> clip(x, 0, 6)),
          Map.entry("leaky_relu", x -> x >= 0 ? x : 0.2 * x),
          Map.entry("elu", x -> x >= 0 ? x : Math.expm1(x)),
          Map.entry("celu", x -> x >= 0 ? x : Math.expm1(x)),
          Map.entry("selu", x -> SCALE * (x >= 0 ? x : ALPHA * Math.expm1(x))),
          Map.entry("softplus", ActivationTest::softplus),
          Map.entry("softsign", x -> x / (1 + Math.abs(x))),
          Map.entry("silu", x -> x * sigmoid(x)),
          Map.entry("swish", x -> x * sigmoid(x)),
          Map.entry("gelu", x -> x / 2 * (1 + erf(x / Math.sqrt(2)))),
          Map.entry("tanh", Math::tanh),
          Map.entry("sigmoid", ActivationTest::sigmoid),
          Map.entry("exponential", Math::exp),
          Map.entry("hard_sigmoid", x -> clip(x / 6 + 0.5, 0, 1)),
          Map.entry("hard_silu", x -> x * clip(x / 6 + 0.5, 0, 1)),
          Map.entry("hard_swish", x -> x * clip(x / 6 + 0.5, 0, 1)),
          Map.entry("hard_tanh", x -> clip(x, -1, 1)),
          Map.entry("mish", x -> x * Math.tanh(softplus(x))),
          Map.entry("log_sigmoid", x -> -softplus(-x)),
          Map.entry("tanh_shrink", x -> x - Math.tanh(x)),
          Map.entry("soft_shrink", x -> x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0),
          Map.entry("hard_shrink", x -> Math.abs(x) > 0.5 ? x : 0),
          Map.entry("squareplus", x -> (x + Math.sqrt(x * x + 4)) / 2),
          Map.entry("sparse_plus", x -> x <= -1 ? 0 : x < 1 ? (x + 1) * (x + 1) / 4 : x),
          Map.entry("sparse_sigmoid", x -> clip((x + 1) / 2, 0, 1)));

  @ParameterizedTest
  @MethodSource("names")
  void activations(String name) {
    DoubleUnaryOperator f = FUNCTIONS.get(name);
    LayerRun.of(Activation.of(name), X).gives(Grid.of(X.dims(), i -> f.applyAsDouble(X.get(i))));
  }

  static List<String> names() {
    return FUNCTIONS.keySet().stream().sorted().toList();
  }

  @Test
  void oldHardSigmoidIsSteeper() {
    String json =
        "{'class_name':'Sequential','keras_version':'2.4.0','config':{'name':'s','layers':["
            + "{'class_name':'Activation','config':{'name':'a','activation':'hard_sigmoid',"
            + "'batch_input_shape':[null,5,4,6]}}]}}";
    Network model = ModelConfig.parse(json.replace('\'', '"')).network();
    LayerRun.check(
        model.toGraph(VariableSource.initial(1)),
        Grid.of(X.dims(), i -> clip(0.2 * X.get(i) + 0.5, 0, 1)),
        X.tensor());
  }

  @ParameterizedTest
  @CsvSource({"softmax,3", "log_softmax,3", "axis,1", "axis,2"})
  void softmax(String name, int axis) {
    Layer layer =
        name.equals("axis") ? LayerTypes.find("Softmax").create("axis", axis) : Activation.of(name);
    LayerRun.of(layer, X)
        .gives(
            Grid.of(
                X.dims(),
                i -> {
                  double sum = 0;
                  for (int k = 0; k < X.dim(axis); k++) {
                    int[] at = i.clone();
                    at[axis] = k;
                    sum += Math.exp(X.get(at));
                  }
                  double y = X.get(i) - Math.log(sum);
                  return name.startsWith("log") ? y : Math.exp(y);
                }));
  }

  @Test
  void gatedLinear() {
    LayerRun.of(Activation.of("glu"), X)
        .gives(
            Grid.of(
                new int[] {3, 5, 4, 3},
                i -> X.get(i) * sigmoid(X.get(i[0], i[1], i[2], i[3] + 3))));
  }

  @ParameterizedTest
  @CsvSource({"-1,0,0", "2,0,0", "-1,0.1,0", "1.5,0.1,0.3", "-1,0,0.5", "2,0.2,0"})
  void rectifiersWithArguments(double max, double slope, double threshold) {
    Layer layer =
        LayerTypes.find("ReLU")
            .create(
                "max_value", max < 0 ? null : max, "negative_slope", slope, "threshold", threshold);
    LayerRun.of(layer, X)
        .gives(
            Grid.of(
                X.dims(),
                i -> {
                  double x = X.get(i);
                  double y = x >= threshold ? x : slope * (x - threshold);
                  return x >= threshold && max >= 0 ? Math.min(y, max) : y;
                }));
  }

  @Test
  void otherActivationLayers() {
    LayerRun.of(ParametricActivation.leaky(0.15), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) >= 0 ? X.get(i) : 0.15 * X.get(i)));
    LayerRun.of(LayerTypes.find("ELU").create("alpha", 0.7), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) >= 0 ? X.get(i) : 0.7 * Math.expm1(X.get(i))));
    LayerRun.of(LayerTypes.find("ThresholdedReLU").create("theta", 0.4), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) > 0.4 ? X.get(i) : 0));
    LayerRun slopes = LayerRun.of(PReLU.perChannel(), X);
    slopes.gives(
        Grid.of(
            X.dims(),
            i -> X.get(i) * (X.get(i) >= 0 ? 1 : slopes.weight("alpha").get(0, 0, i[3]))));
  }
}
