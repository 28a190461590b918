package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.GemmShape;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every back end's matrix products must do: give the sums of the definition within {@link
 * SumCheck#tolerance}, whatever the accuracy; the same bits for any number of threads; read and
 * write nothing but their operands. A constant w is dense.
 */
public abstract class GemmContract {
  /** The back end's kernels. */
  protected abstract Gemm gemm();

  /** All sizes. */
  public static Stream<GemmCase> all() {
    Stream.Builder<GemmCase> cases = Stream.builder();
    int[][] sizes = {
      {1, 1, 1},
      {1, 10, 512},
      {1, 333, 65},
      {1, 1000, 257},
      {2, 17, 3},
      {2, 40, 50},
      {2, 200, 33},
      {1, 1000, 40},
      {1, 40, 1000},
      {2, 56, 1000},
      {3, 8, 31},
      {4, 24, 100},
      {5, 16, 16},
      {6, 96, 64},
      {7, 13, 5},
      {11, 25, 300},
      {13, 1, 40},
      {33, 100, 129},
      {64, 64, 64},
      {19, 40, 1500},
      {128, 72, 96},
      {300, 7, 9},
      {50, 530, 20}
    };
    for (int[] size : sizes) {
      for (int variant = 0; variant < 8; variant++) {
        cases.add(
            GemmCase.dense(
                size[0],
                size[1],
                size[2],
                (variant & 1) != 0,
                (variant & 2) != 0,
                (variant & 4) != 0));
      }
    }
    for (int variant = 0; variant < 4; variant++) {
      boolean transX = (variant & 1) != 0;
      boolean transW = (variant & 2) != 0;
      cases.add(GemmCase.spaced(1, 9, 21, 14, transX, transW, 5));
      cases.add(GemmCase.spaced(3, 7, 33, 8, transX, transW, 0));
      cases.add(GemmCase.spaced(4, 20, 20, 64, transX, transW, 3));
      cases.add(GemmCase.spaced(2, 1, 64, 70, transX, transW, 1));
      cases.add(GemmCase.spaced(1, 2, 72, 21, transX, transW, 3));
      cases.add(GemmCase.spaced(3, 5, 18, 6, transX, transW, 2).sharedInput());
      cases.add(GemmCase.spaced(3, 5, 18, 6, transX, transW, 2).sharedWeight(false));
      cases.add(GemmCase.spaced(5, 12, 40, 48, transX, transW, 0).sharedWeight(true));
      cases.add(GemmCase.spaced(7, 1, 40, 48, transX, transW, 0).sharedWeight(true));
    }
    return cases.build();
  }

  /** A few sizes, for tests that try much on each. */
  public static Stream<GemmCase> few() {
    return Stream.of(
        GemmCase.dense(1, 37, 50, false, true, true),
        GemmCase.dense(1, 37, 50, false, false, true),
        GemmCase.dense(2, 72, 50, false, true, true),
        GemmCase.dense(14, 29, 33, false, false, true),
        GemmCase.dense(9, 18, 40, true, false, false),
        GemmCase.spaced(2, 8, 27, 12, false, true, 4));
  }

  /** Sums of products within the tolerance, for every accuracy. */
  @ParameterizedTest
  @MethodSource("all")
  public void followsTheDefinition(GemmCase size) {
    GemmTrial trial = GemmTrial.random(size, 1);
    Reference.Sums sums = Reference.gemm(size.shape(), trial.x(), trial.w());
    for (Accuracy accuracy : Accuracy.values()) {
      check(trial, sums, trial.run(gemm(), Epilogue.NONE, accuracy, 1), Epilogue.NONE);
    }
  }

  /** Integers whose sums stay below 2^24 are multiplied exactly. */
  @ParameterizedTest
  @MethodSource("all")
  public void isExactOnIntegers(GemmCase size) {
    GemmTrial trial = GemmTrial.integers(size, 2).withoutBias();
    Reference.Sums sums = Reference.gemm(size.shape(), trial.x(), trial.w());
    float[] y = trial.run(gemm(), Epilogue.NONE, Accuracy.STRICT, 1);
    GemmShape s = size.shape();
    for (int i = 0; i < sums.values().length; i++) {
      int column = i % s.n();
      int row = i / s.n() % s.m();
      float actual = y[size.indexY(i / s.n() / s.m(), row, column)];
      if (actual != sums.values()[i]) {
        assertThat((double) actual)
            .as("row %d, column %d", row, column)
            .isEqualTo(sums.values()[i]);
      }
    }
  }

  /** The same bits whatever the number of threads. */
  @ParameterizedTest
  @MethodSource("all")
  public void doesNotDependOnThreads(GemmCase size) {
    GemmTrial trial = GemmTrial.random(size, 3);
    Epilogue epilogue = Epilogue.NONE.withResidual();
    float[] alone = trial.run(gemm(), epilogue, Accuracy.BALANCED, 1);
    for (int threads = 2; threads <= 4; threads++) {
      float[] together = trial.run(gemm(), epilogue, Accuracy.BALANCED, threads);
      assertThat(Arrays.equals(together, alone)).as("%s, %d threads", size, threads).isTrue();
    }
  }

  /** Equal columns of the weight give the same bits, wherever they stand. */
  @ParameterizedTest
  @MethodSource("all")
  public void doesNotDependOnTheColumn(GemmCase size) {
    GemmTrial trial = GemmTrial.random(size, 7).withEqualColumns();
    float[] y = trial.run(gemm(), Epilogue.NONE, Accuracy.BALANCED, 2);
    int n = size.shape().n();
    int row = size.shape().ldy();
    for (int i = 0; i < y.length; i++) {
      if (i % row < n && y[i] != y[i - i % row]) {
        assertThat(y[i]).as("%s element %d", size, i).isEqualTo(y[i - i % row]);
      }
    }
  }

  /** Every epilogue, with and without bias. */
  @ParameterizedTest
  @MethodSource("few")
  public void appliesEpilogues(GemmCase size) {
    GemmTrial trial = GemmTrial.random(size, 4);
    Reference.Sums sums = Reference.gemm(size.shape(), trial.x(), trial.w());
    for (Epilogue epilogue : SumCheck.epilogues()) {
      for (GemmTrial variant : new GemmTrial[] {trial, trial.withoutBias()}) {
        check(variant, sums, variant.run(gemm(), epilogue, Accuracy.STRICT, 2), epilogue);
      }
    }
  }

  /** NaN, infinities, zeros and denormals reach the outputs that read them and no others. */
  @ParameterizedTest
  @MethodSource("few")
  public void spreadsSpecialValuesAsDefined(GemmCase size) {
    float[] specials = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      -0f,
      Float.MIN_VALUE,
      Float.MIN_NORMAL / 3
    };
    for (int i = 0; i < specials.length; i++) {
      GemmTrial trial = GemmTrial.random(size, 5 + i);
      trial.x()[(trial.x().length - 1) * i / specials.length] = specials[i];
      trial.w()[trial.w().length - 1 - i] = specials[i];
      Reference.Sums sums = Reference.gemm(size.shape(), trial.x(), trial.w());
      float[] y = trial.run(gemm(), Epilogue.NONE, Accuracy.STRICT, 1);
      check(trial, sums, y, Epilogue.NONE);
    }
  }

  /** Integers become smaller ones, rounded once. */
  @ParameterizedTest
  @MethodSource("few")
  public void requantises(GemmCase size) {
    GemmTrial trial = GemmTrial.integers(size, 7).withFactors();
    GemmShape s = size.shape();
    Reference.Sums sums = Reference.gemm(s, trial.x(), trial.w());
    Epilogue epilogue = Epilogue.NONE.withRequantise(-90, 100);
    float[] y = trial.run(gemm(), epilogue, Accuracy.STRICT, 2);
    for (int i = 0; i < sums.values().length; i++) {
      int column = i % s.n();
      int at = size.indexY(i / s.n() / s.m(), i / s.n() % s.m(), column);
      double sum = sums.values()[i] + Reference.at(trial.bias(), column);
      assertThat(y[at])
          .as("%s column %d, sum %s", size, column, sum)
          .isEqualTo(epilogue.requantised((float) sum, trial.slope()[column]));
    }
  }

  private static void check(GemmTrial trial, Reference.Sums sums, float[] y, Epilogue epilogue) {
    GemmShape s = trial.size().shape();
    for (int i = 0; i < sums.values().length; i++) {
      int column = i % s.n();
      int row = i / s.n() % s.m();
      int at = trial.size().indexY(i / s.n() / s.m(), row, column);
      double bias = Reference.at(trial.bias(), column);
      double residual = epilogue.residual() ? trial.residual()[at] : 0;
      double magnitude = sums.magnitudes()[i] + Math.abs(bias) + Math.abs(residual);
      SumCheck.check(
          "row " + row + ", column " + column,
          y[at],
          sums.values()[i] + bias + residual,
          SumCheck.tolerance(s.k(), magnitude),
          epilogue,
          trial.slope()[column]);
    }
  }
}
