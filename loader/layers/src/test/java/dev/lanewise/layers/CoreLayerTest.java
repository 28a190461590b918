package dev.lanewise.layers;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dense layers, merging, and layers that move elements or pass them on, by their definitions. */
class CoreLayerTest {
  private static final Grid X = Grid.images();

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

  @Test
  void movedElements() {
    LayerRun.of(Flatten.of(), X).gives(new Grid(new int[] {3, 120}, X.values()));
    LayerRun.of(Flatten.of().with("data_format", "channels_first"), X.channelsFirst())
        .gives(new Grid(new int[] {3, 120}, X.values()));
    LayerRun.of(Reshape.of(8, -1), X).gives(new Grid(new int[] {3, 8, 15}, X.values()));
    LayerRun.of(Permute.of(3, 1, 2), X).gives(X.transposed(0, 3, 1, 2));
    Grid v = Grid.random(12, 3, 6);
    LayerRun.of(RepeatVector.of(4), v).gives(Grid.of(new int[] {3, 4, 6}, i -> v.get(i[0], i[2])));
  }

  @Test
  void layersForTrainingPassOn() {
    for (LayerType type : PassThrough.TYPES) {
      String key = type.hasKey("rate") ? "rate" : type.hasKey("stddev") ? "stddev" : "trainable";
      LayerRun.of(type.create(key, key.equals("trainable") ? true : 0.5), X).gives(X);
    }
  }

  @Test
  void modelsAreLayers() {
    Sequential inner =
        Sequential.of("inner", InputLayer.of(5, 4, 6), Flatten.of(), Activation.of("relu"));
    Grid want = Grid.of(new int[] {3, 120}, i -> Math.max(0, X.values()[i[0] * 120 + i[1]]));
    LayerRun.of(inner, X).gives(want);
    Output x = InputLayer.input("in", 5, 4, 6);
    Functional functional =
        Functional.of("inner", List.of(x), List.of(Activation.of("relu").on(Flatten.of().on(x))));
    LayerRun.of(functional, X).gives(want);
    LayerType model = Objects.requireNonNull(LayerTypes.find("Model"));
    LayerRun.of(model.read(functional.config().toJson(), Form.KERAS_3), X).gives(want);
  }
}
