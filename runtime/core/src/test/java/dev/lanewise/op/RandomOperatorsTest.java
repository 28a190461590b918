package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.one;
import static dev.lanewise.op.Evaluate.reals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RandomOperatorsTest {
  private static final int N = 100_000;
  private static final RandomSource SEEDED = RandomSource.seeded(3);

  private static double mean(Tensor x) {
    return Arrays.stream(x.toDoubles()).average().orElseThrow();
  }

  private static double variance(Tensor x) {
    double mean = mean(x);
    return Arrays.stream(x.toDoubles()).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  @Test
  void numbersHaveTheirDistribution() {
    Tensor normal = one(new RandomNormal(DType.FLOAT, Shape.of(N), 5, 2, SEEDED));
    assertThat(mean(normal)).isCloseTo(5, within(0.05));
    assertThat(variance(normal)).isCloseTo(4, within(0.1));
    Tensor like = one(new RandomUniformLike(DType.DOUBLE, -1, 3, SEEDED), normal);
    assertThat(like.dtype()).isEqualTo(DType.DOUBLE);
    assertThat(mean(like)).isCloseTo(1, within(0.03));
    assertThat(variance(like)).isCloseTo(16 / 12.0, within(0.03));
    assertThat(Arrays.stream(like.doubles()).allMatch(v -> v >= -1 && v < 3)).isTrue();
    double[] p = new double[N];
    Arrays.fill(p, 0.3);
    Tensor bits = one(new Bernoulli(DType.BOOL, SEEDED), reals(DType.FLOAT, p));
    assertThat(mean(bits)).isCloseTo(0.3, within(0.01));
    Tensor logs = reals(DType.FLOAT, Math.log(1), Math.log(3)).reshape(Shape.of(1, 2));
    assertThat(mean(one(new Multinomial(DType.INT64, N, SEEDED), logs)))
        .isCloseTo(0.75, within(0.01));
  }

  @Test
  void aSeedRepeatsAndNoSeedDoesNot() {
    Op seeded = new RandomUniform(DType.FLOAT, Shape.of(8), 0, 1, SEEDED);
    assertThat(one(seeded).floats()).isEqualTo(one(seeded).floats());
    Op other = new RandomUniform(DType.FLOAT, Shape.of(8), 0, 1, RandomSource.UNSEEDED);
    assertThat(one(other).floats()).isNotEqualTo(one(other).floats());
    Tensor x = reals(DType.FLOAT, 1, 2);
    for (Op op :
        List.of(
            seeded,
            new RandomNormalLike(null, 0, 1, SEEDED),
            new Bernoulli(null, SEEDED),
            new Multinomial(DType.INT32, 1, SEEDED))) {
      assertThat(op.isPure()).isFalse();
    }
    assertThat(one(new RandomNormalLike(null, 0, 1, SEEDED), x).type()).isEqualTo(x.type());
  }
}
