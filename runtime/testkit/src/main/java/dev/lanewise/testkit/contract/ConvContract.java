package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Epilogue;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every back end's convolutions must do: give the sums of the definition within {@link
 * SumCheck#tolerance}, with Winograd within that plus {@link #WINOGRAD} roundings of the largest
 * product for each product of the sum; the same bits for any number of threads; read and write
 * nothing but their operands.
 */
public abstract class ConvContract {
  /**
   * Roundings per product that Winograd with tiles of 4×4, or 6 in a line, may add. On uniform data
   * a plain implementation reaches 6, hardly depending on the number of channels.
   */
  private static final double WINOGRAD = 16;

  /** The back end's kernels. */
  protected abstract Conv conv();

  /** All sizes. */
  public static Stream<ConvCase> all() {
    return ConvCases.all();
  }

  /** One size per algorithm. */
  public static Stream<ConvCase> few() {
    return ConvCases.few();
  }

  /** Sums of products within the tolerance, for every accuracy. */
  @ParameterizedTest
  @MethodSource("all")
  public void followsTheDefinition(ConvCase size) {
    ConvTrial trial = ConvTrial.random(size.shape(), 1);
    Reference.Sums sums = Reference.conv(trial.shape(), trial.x(), trial.w());
    for (Accuracy accuracy : new Accuracy[] {Accuracy.STRICT, Accuracy.BALANCED}) {
      float[] y = trial.run(conv(), Epilogue.NONE, accuracy, 1);
      check(trial, sums, y, Epilogue.NONE, accuracy);
    }
  }

  /** Integers whose sums stay below 2^24 are convolved exactly under STRICT. */
  @ParameterizedTest
  @MethodSource("all")
  public void isExactOnIntegers(ConvCase size) {
    ConvTrial trial = ConvTrial.integers(size.shape(), 2);
    Reference.Sums sums = Reference.conv(trial.shape(), trial.x(), trial.w());
    float[] y = trial.run(conv(), Epilogue.NONE, Accuracy.STRICT, 1);
    for (int i = 0; i < y.length; i++) {
      double expected = sums.values()[i] + Reference.at(trial.bias(), channel(trial.shape(), i));
      if (y[i] != expected) {
        assertThat((double) y[i]).as("%s element %d", size, i).isEqualTo(expected);
      }
    }
  }

  /** Integers become smaller ones, rounded once. */
  @ParameterizedTest
  @MethodSource("few")
  public void requantises(ConvCase size) {
    ConvTrial trial = ConvTrial.integers(size.shape(), 6).withFactors();
    Reference.Sums sums = Reference.conv(trial.shape(), trial.x(), trial.w());
    for (Epilogue base : new Epilogue[] {Epilogue.NONE, Epilogue.NONE.withResidual()}) {
      Epilogue epilogue = base.withRequantise(-100, 127);
      float[] y = trial.run(conv(), epilogue, Accuracy.STRICT, 2);
      for (int i = 0; i < y.length; i++) {
        int channel = channel(trial.shape(), i);
        double sum = sums.values()[i] + Reference.at(trial.bias(), channel);
        sum += epilogue.residual() ? trial.residual()[i] : 0;
        assertThat(y[i])
            .as("%s element %d, sum %s", size, i, sum)
            .isEqualTo(epilogue.requantised((float) sum, trial.slope()[channel]));
      }
    }
  }

  /** The same bits whatever the number of threads. */
  @ParameterizedTest
  @MethodSource("all")
  public void doesNotDependOnThreads(ConvCase size) {
    ConvTrial trial = ConvTrial.random(size.shape(), 3);
    Epilogue epilogue = Epilogue.NONE.withResidual();
    float[] alone = trial.run(conv(), epilogue, Accuracy.BALANCED, 1);
    for (int threads = 2; threads <= 4; threads++) {
      float[] together = trial.run(conv(), epilogue, Accuracy.BALANCED, threads);
      assertThat(Arrays.equals(together, alone)).as("%s, %d threads", size, threads).isTrue();
    }
  }

  /** Every epilogue, with and without bias. */
  @ParameterizedTest
  @MethodSource("few")
  public void appliesEpilogues(ConvCase size) {
    ConvTrial trial = ConvTrial.random(size.shape(), 4);
    Reference.Sums sums = Reference.conv(trial.shape(), trial.x(), trial.w());
    for (Epilogue epilogue : SumCheck.epilogues()) {
      for (ConvTrial variant : new ConvTrial[] {trial, trial.withoutBias()}) {
        for (Accuracy accuracy : new Accuracy[] {Accuracy.STRICT, Accuracy.BALANCED}) {
          float[] y = variant.run(conv(), epilogue, accuracy, 2);
          check(variant, sums, y, epilogue, accuracy);
        }
      }
    }
  }

  /** NaN, infinities, zeros and denormals reach the outputs that read them and no others. */
  @ParameterizedTest
  @MethodSource("few")
  public void spreadsSpecialValuesAsDefined(ConvCase size) {
    float[] specials = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      -0f,
      Float.MIN_VALUE,
      Float.MIN_NORMAL / 3
    };
    for (int i = 0; i < specials.length; i++) {
      ConvTrial trial = ConvTrial.random(size.shape(), 5 + i);
      trial.x()[(trial.x().length - 1) * i / specials.length] = specials[i];
      trial.x()[trial.x().length - 1 - i] = specials[i];
      Reference.Sums sums = Reference.conv(trial.shape(), trial.x(), trial.w());
      float[] y = trial.run(conv(), Epilogue.NONE, Accuracy.STRICT, 1);
      check(trial, sums, y, Epilogue.NONE, Accuracy.STRICT);
    }
  }

  private static int channel(ConvShape shape, int index) {
    return index / shape.outPixels() % shape.outChannels();
  }

  private static void check(
      ConvTrial trial, Reference.Sums sums, float[] y, Epilogue epilogue, Accuracy accuracy) {
    ConvShape s = trial.shape();
    int k = s.groupInChannels() * s.kernelHeight() * s.kernelWidth();
    double winograd = 0;
    if (accuracy != Accuracy.STRICT && allowsWinograd(s)) {
      winograd = WINOGRAD * k * SumCheck.ROUNDING;
    }
    for (int i = 0; i < y.length; i++) {
      int channel = channel(s, i);
      double bias = Reference.at(trial.bias(), channel);
      double residual = epilogue.residual() ? trial.residual()[i] : 0;
      double magnitude = sums.magnitudes()[i] + Math.abs(bias) + Math.abs(residual);
      SumCheck.check(
          "element " + i,
          y[i],
          sums.values()[i] + bias + residual,
          SumCheck.tolerance(k, magnitude) + winograd,
          epilogue,
          trial.slope()[channel]);
    }
  }

  private static boolean allowsWinograd(ConvShape s) {
    boolean square = s.kernelHeight() == 3 && s.kernelWidth() == 3;
    boolean line = Math.min(s.kernelHeight(), s.kernelWidth()) == 1;
    return (square || line)
        && s.strideHeight() == 1
        && s.strideWidth() == 1
        && s.dilationHeight() == 1
        && s.dilationWidth() == 1;
  }
}
