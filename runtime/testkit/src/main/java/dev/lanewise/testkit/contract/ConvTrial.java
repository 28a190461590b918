package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Conv;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One convolution with its data, everything in plain layout.
 *
 * @param shape sizes
 * @param x input
 * @param w weight
 * @param bias one value per output channel, or null
 * @param residual as the output
 * @param slope one value per output channel
 */
record ConvTrial(
    ConvShape shape,
    float[] x,
    float[] w,
    float @Nullable [] bias,
    float[] residual,
    float[] slope) {
  /** Data from −1 to 1. */
  static ConvTrial random(ConvShape shape, long seed) {
    Random random = new Random(seed);
    return of(shape, () -> random.nextFloat() * 2 - 1);
  }

  /** Small integers: every sum is exact in single precision. */
  static ConvTrial integers(ConvShape shape, long seed) {
    Random random = new Random(seed);
    return of(shape, () -> (float) (random.nextInt(17) - 8));
  }

  private static ConvTrial of(ConvShape s, Supplier<Float> values) {
    return new ConvTrial(
        s,
        fill(s.batch() * s.inChannels() * s.inPixels(), values),
        fill(s.outChannels() * s.groupInChannels() * s.kernelHeight() * s.kernelWidth(), values),
        fill(s.outChannels(), values),
        fill(s.batch() * s.outChannels() * s.outPixels(), values),
        fill(s.outChannels(), values));
  }

  private static float[] fill(int length, Supplier<Float> values) {
    float[] result = new float[length];
    for (int i = 0; i < length; i++) {
      result[i] = values.get();
    }
    return result;
  }

  /** With factors of {@link Epilogue#requantise} in the place of slopes. */
  ConvTrial withFactors() {
    return new ConvTrial(shape, x, w, bias, residual, SumCheck.factors(shape.outChannels()));
  }

  ConvTrial withoutBias() {
    return new ConvTrial(shape, x, w, null, residual, slope);
  }

  /** Runs it on a back end and returns the plain output, after checks that hold for any kernel. */
  float[] run(Conv conv, Epilogue epilogue, Accuracy accuracy, int threads) {
    ConvKernel kernel = conv.prepare(shape, epilogue, accuracy, threads);
    Layout in = kernel.input();
    Layout out = kernel.output();
    float[] laidOut =
        Layouts.fromPlain(in, x, shape.batch(), shape.inChannels(), shape.inPixels(), 7);
    Buffer input = Buffer.input(laidOut);
    Buffer packed = pack(kernel.packing());
    float[] packedBefore = packed.content();
    Buffer output =
        Buffer.output(
            Math.toIntExact(out.size(shape.batch(), shape.outChannels(), shape.outPixels())));
    Buffer scratch = Buffer.output(kernel.scratch());

    Operands operands = new Operands();
    operands.x = input.array();
    operands.xAt = input.at();
    operands.w = packed.array();
    operands.wAt = packed.at();
    if (bias != null) {
      Buffer guarded = Buffer.input(bias);
      operands.bias = guarded.array();
      operands.biasAt = guarded.at();
    }
    if (epilogue.residual()) {
      Buffer guarded =
          Buffer.input(
              Layouts.fromPlain(
                  out, residual, shape.batch(), shape.outChannels(), shape.outPixels(), 3));
      operands.residual = guarded.array();
      operands.residualAt = guarded.at();
    }
    if (epilogue.hasChannelOperand()) {
      Buffer guarded = Buffer.input(slope);
      operands.slope = guarded.array();
      operands.slopeAt = guarded.at();
    }
    operands.y = output.array();
    operands.yAt = output.at();
    operands.scratch = scratch.array();
    operands.scratchAt = scratch.at();

    PhaseRunner.run(kernel, operands, threads, shape.hashCode());

    input.assertStill(laidOut);
    packed.assertStill(packedBefore);
    output.assertGuardsIntact();
    scratch.assertGuardsIntact();
    assertFillersFinite(out, output.content());
    return Layouts.toPlain(
        out, output.content(), shape.batch(), shape.outChannels(), shape.outPixels());
  }

  private Buffer pack(Packing packing) {
    Buffer packed = Buffer.output(packing.length());
    Buffer raw = Buffer.input(w);
    packing.pack(raw.array(), raw.at(), packed.array(), packed.at());
    packed.assertGuardsIntact();
    raw.assertStill(w);
    return Buffer.input(packed.content());
  }

  private void assertFillersFinite(Layout out, float[] laidOut) {
    int channels = shape.outChannels();
    for (int n = 0; n < shape.batch(); n++) {
      for (int c = channels; c < out.blocks(channels) * out.block(); c++) {
        for (int p = 0; p < shape.outPixels(); p++) {
          float value = laidOut[Layouts.index(out, channels, shape.outPixels(), n, c, p)];
          if (!Float.isFinite(value)) {
            assertThat(value).as("filler channel %d at pixel %d", c, p).isFinite();
          }
        }
      }
    }
  }
}
