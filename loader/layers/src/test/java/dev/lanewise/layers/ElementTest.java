package dev.lanewise.layers;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dense layers, activations, merging, normalisation, and layers that move elements. */
class ElementTest {
  private static final Grid X = Grid.of(new int[] {3, 5, 4, 6}, i -> 3 * X0.get(i));

  /** Holds the numbers that X is made of. */
  private static final class X0 {
    private static final Grid GRID = Grid.random(11, 3, 5, 4, 6);

    static double get(int[] index) {
      return GRID.get(index);
    }
  }

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
          Map.entry("softplus", ElementTest::softplus),
          Map.entry("softsign", x -> x / (1 + Math.abs(x))),
          Map.entry("silu", x -> x * sigmoid(x)),
          Map.entry("swish", x -> x * sigmoid(x)),
          Map.entry("gelu", x -> x / 2 * (1 + erf(x / Math.sqrt(2)))),
          Map.entry("tanh", Math::tanh),
          Map.entry("sigmoid", ElementTest::sigmoid),
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
  @MethodSourceNames
  void activations(String name) {
    DoubleUnaryOperator f = FUNCTIONS.get(name);
    LayerRun.of(Activation.of(name), X).gives(Grid.of(X.dims(), i -> f.applyAsDouble(X.get(i))));
  }

  /** All names of functions of one variable. */
  @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
  @org.junit.jupiter.params.provider.MethodSource("names")
  @interface MethodSourceNames {}

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
    try (dev.lanewise.Session session =
        dev.lanewise.Model.of(model.toGraph(VariableSource.initial(1))).newSession()) {
      LayerRun.check(
          Grid.of(session.run(X.tensor())),
          Grid.of(X.dims(), i -> clip(0.2 * X.get(i) + 0.5, 0, 1)));
    }
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

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void dense(int rank) {
    Grid x = Grid.random(2, java.util.Arrays.copyOfRange(X.dims(), 4 - rank, 4));
    LayerRun run = LayerRun.of(Dense.of(7, "tanh"), x);
    int[] dims = x.dims().clone();
    dims[rank - 1] = 7;
    run.gives(
        Grid.of(
            dims,
            i -> {
              double sum = run.weight("bias").get(i[rank - 1]);
              int[] at = i.clone();
              for (int k = 0; k < 6; k++) {
                at[rank - 1] = k;
                sum += x.get(at) * run.weight("kernel").get(k, i[rank - 1]);
              }
              return Math.tanh(sum);
            }));
  }

  @Test
  void einsumDense() {
    Grid x = Grid.random(2, 3, 5, 6);
    LayerRun run =
        LayerRun.of(EinsumDense.of("abc,cde->abde", java.util.Arrays.asList(null, 2, 4), "de"), x);
    run.gives(
        Grid.of(
            new int[] {3, 5, 2, 4},
            i -> {
              double sum = run.weight("bias").get(i[2], i[3]);
              for (int c = 0; c < 6; c++) {
                sum += x.get(i[0], i[1], c) * run.weight("kernel").get(c, i[2], i[3]);
              }
              return sum;
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"})
  void merging(String className) {
    Grid y = Grid.random(4, 3, 5, 4, 6);
    Grid small = Grid.random(5, 3, 1, 1, 6);
    for (Grid other : List.of(y, small)) {
      LayerRun.of(LayerTypes.find(className).create(), X, other)
          .gives(
              Grid.of(
                  X.dims(),
                  i -> {
                    double a = X.get(i);
                    double b = other == y ? y.get(i) : small.get(i[0], 0, 0, i[3]);
                    return switch (className) {
                      case "Add" -> a + b;
                      case "Subtract" -> a - b;
                      case "Multiply" -> a * b;
                      case "Average" -> (a + b) / 2;
                      case "Maximum" -> Math.max(a, b);
                      default -> Math.min(a, b);
                    };
                  }));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void concatenation(int axis) {
    int[] dims = X.dims().clone();
    dims[axis] = 2;
    Grid y = Grid.random(6, dims);
    int[] all = X.dims().clone();
    all[axis] += 2;
    LayerRun.of(Concatenate.of().with("axis", axis), X, y)
        .gives(
            Grid.of(
                all,
                i -> {
                  int[] at = i.clone();
                  at[axis] -= X.dim(axis);
                  return at[axis] < 0 ? X.get(i) : y.get(at);
                }));
  }

  @Test
  void dotProducts() {
    Grid a = Grid.random(7, 3, 5, 4);
    Grid b = Grid.random(8, 3, 4, 6);
    LayerRun.of(LayerTypes.find("Dot").create("axes", new int[] {2, 1}), a, b)
        .gives(
            Grid.of(
                new int[] {3, 5, 6},
                i -> {
                  double sum = 0;
                  for (int k = 0; k < 4; k++) {
                    sum += a.get(i[0], i[1], k) * b.get(i[0], k, i[2]);
                  }
                  return sum;
                }));
    Grid u = Grid.random(9, 3, 6);
    Grid v = Grid.random(10, 3, 6);
    LayerRun.of(LayerTypes.find("Dot").create("axes", 1, "normalize", true), u, v)
        .gives(
            Grid.of(
                new int[] {3, 1},
                i -> {
                  double uv = 0;
                  double uu = 0;
                  double vv = 0;
                  for (int k = 0; k < 6; k++) {
                    uv += u.get(i[0], k) * v.get(i[0], k);
                    uu += u.get(i[0], k) * u.get(i[0], k);
                    vv += v.get(i[0], k) * v.get(i[0], k);
                  }
                  return uv / Math.sqrt(uu * vv);
                }));
  }

  @ParameterizedTest
  @CsvSource({"-1", "1", "2"})
  void batchNormalization(int axis) {
    int at = axis < 0 ? 3 : axis;
    LayerRun run = LayerRun.of(BatchNormalization.of().with("axis", axis), X);
    run.gives(
        Grid.of(
            X.dims(),
            i ->
                (X.get(i) - run.weight("moving_mean").get(i[at]))
                        / Math.sqrt(run.weight("moving_variance").get(i[at]) + 0.001)
                        * run.weight("gamma").get(i[at])
                    + run.weight("beta").get(i[at])));
  }

  /** Mean and mean square of the elements that agree with an index but for some axes. */
  private static double[] moments(Grid x, int[] index, int... axes) {
    double sum = 0;
    double square = 0;
    int n = 0;
    for (int a = 0; a < x.dim(axes[0]); a++) {
      for (int b = 0; b < (axes.length > 1 ? x.dim(axes[1]) : 1); b++) {
        int[] at = index.clone();
        at[axes[0]] = a;
        if (axes.length > 1) {
          at[axes[1]] = b;
        }
        sum += x.get(at);
        square += x.get(at) * x.get(at);
        n++;
      }
    }
    return new double[] {sum / n, square / n};
  }

  @Test
  void normalisationOfSamples() {
    for (int[] axes : new int[][] {{3}, {1}, {2, 3}}) {
      LayerRun run = LayerRun.of(LayerNormalization.of().with("axis", axes), X);
      run.gives(
          Grid.of(
              X.dims(),
              i -> {
                double[] m = moments(X, i, axes);
                int[] at = axes.length == 1 ? new int[] {i[axes[0]]} : new int[] {i[2], i[3]};
                return (X.get(i) - m[0])
                        / Math.sqrt(m[1] - m[0] * m[0] + 0.001)
                        * run.weight("gamma").get(at)
                    + run.weight("beta").get(at);
              }));
    }
    LayerRun rms = LayerRun.of(RMSNormalization.of(), X);
    rms.gives(
        Grid.of(
            X.dims(),
            i -> X.get(i) / Math.sqrt(moments(X, i, 3)[1] + 1e-6) * rms.weight("scale").get(i[3])));
    LayerRun.of(UnitNormalization.of(), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) / Math.sqrt(6 * moments(X, i, 3)[1])));
  }

  @ParameterizedTest
  @CsvSource({"2,-1", "3,-1", "-1,-1", "2,2"})
  void groupNormalization(int groups, int axis) {
    int at = axis < 0 ? 3 : axis;
    int size = groups < 0 ? 1 : X.dim(at) / groups;
    LayerRun run = LayerRun.of(GroupNormalization.of(groups).with("axis", axis), X);
    run.gives(
        Grid.of(
            X.dims(),
            i -> {
              double sum = 0;
              double square = 0;
              int n = 0;
              for (double v : groupOf(X, i, at, size)) {
                sum += v;
                square += v * v;
                n++;
              }
              double mean = sum / n;
              return (X.get(i) - mean)
                      / Math.sqrt(square / n - mean * mean + 0.001)
                      * run.weight("gamma").get(i[at])
                  + run.weight("beta").get(i[at]);
            }));
  }

  private static double[] groupOf(Grid x, int[] index, int axis, int size) {
    int[] dims = x.dims().clone();
    dims[0] = 1;
    dims[axis] = size;
    return Grid.of(
            dims,
            i -> {
              int[] at = i.clone();
              at[0] = index[0];
              at[axis] = index[axis] / size * size + i[axis];
              return x.get(at);
            })
        .values();
  }

  @Test
  void movedElements() {
    LayerRun.of(Flatten.of(), X).gives(new Grid(new int[] {3, 120}, X.values()));
    LayerRun.of(Flatten.of().with("data_format", "channels_first"), X.channelsFirst())
        .gives(new Grid(new int[] {3, 120}, X.values()));
    LayerRun.of(Reshape.of(8, -1), X).gives(new Grid(new int[] {3, 8, 15}, X.values()));
    LayerRun.of(Permute.of(3, 1, 2), X).gives(X.transposed(0, 3, 1, 2));
    Grid v = Grid.random(12, 3, 6);
    LayerRun.of(RepeatVector.of(4), v).gives(Grid.of(new int[] {3, 4, 6}, i -> v.get(i[0], i[2])));
    LayerRun.of(PassThrough.dropout(0.5), X).gives(X);
  }

  @Test
  void preprocessing() {
    LayerRun.of(Rescaling.of(1 / 127.5, -1), X).gives(Grid.of(X.dims(), i -> X.get(i) / 127.5 - 1));
    float[] mean = {1, 2, 3, 4, 5, 6};
    float[] variance = {1, 4, 9, 0.25f, 2, 3};
    Normalization given = Normalization.of(mean, variance);
    LayerRun.of(given, X)
        .gives(Grid.of(X.dims(), i -> (X.get(i) - mean[i[3]]) / Math.sqrt(variance[i[3]])));
    LayerRun.of(given.with("invert", true), X)
        .gives(Grid.of(X.dims(), i -> X.get(i) * Math.sqrt(variance[i[3]]) + mean[i[3]]));
    LayerRun measured = LayerRun.of(given.with("mean", null).with("variance", null), X);
    measured.gives(
        Grid.of(
            X.dims(),
            i ->
                (X.get(i) - measured.weight("mean").get(i[3]))
                    / Math.sqrt(measured.weight("variance").get(i[3]))));
    LayerRun.of(Resizing.centerCrop(3, 2), X)
        .gives(Grid.of(new int[] {3, 3, 2, 6}, i -> X.get(i[0], i[1] + 1, i[2] + 1, i[3])));
    LayerRun.of(Resizing.of(10, 8, "nearest"), X)
        .gives(Grid.of(new int[] {3, 10, 8, 6}, i -> X.get(i[0], i[1] / 2, i[2] / 2, i[3])));
    Grid numbers = Grid.of(new int[] {2, 3}, i -> i[0] + 2 * i[1]);
    LayerRun.of(Encoding.category(7, "multi_hot"), numbers)
        .gives(
            Grid.of(
                new int[] {2, 7},
                i -> i[1] >= i[0] && i[1] <= i[0] + 4 && (i[1] - i[0]) % 2 == 0 ? 1 : 0));
    LayerRun.of(Encoding.discretization(0.5f, 2, 3.5f), numbers)
        .gives(
            Grid.of(
                new int[] {2, 3},
                i -> {
                  double x = i[0] + 2 * i[1];
                  return (x >= 0.5 ? 1 : 0) + (x >= 2 ? 1 : 0) + (x >= 3.5 ? 1 : 0);
                }));
  }

  @Test
  void spectralNormalizationAppliesItsLayer() {
    Grid x = Grid.random(13, 3, 4);
    LayerRun run = LayerRun.of(SpectralNormalization.of(Dense.of(2)), x);
    run.gives(
        Grid.of(
            new int[] {3, 2},
            i -> {
              double sum = run.weight("layer/bias").get(i[1]);
              for (int k = 0; k < 4; k++) {
                sum += x.get(i[0], k) * run.weight("layer/kernel").get(k, i[1]);
              }
              return sum;
            }));
  }
}
