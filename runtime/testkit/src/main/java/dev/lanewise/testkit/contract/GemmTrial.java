package dev.lanewise.testkit.contract;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.Gemm;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch of matrix products with its data.
 *
 * @param size sizes
 * @param x left matrices; what lies between rows is NaN
 * @param w right matrices; what lies between rows is NaN
 * @param bias one value per column, or null
 * @param residual as y
 * @param slope one value per column
 */
record GemmTrial(
    GemmCase size, float[] x, float[] w, float @Nullable [] bias, float[] residual, float[] slope) {
  /** Data from −1 to 1. */
  static GemmTrial random(GemmCase size, long seed) {
    Random random = new Random(seed);
    return of(size, () -> random.nextFloat() * 2 - 1);
  }

  /** Small integers: every sum is exact in single precision. */
  static GemmTrial integers(GemmCase size, long seed) {
    Random random = new Random(seed);
    return of(size, () -> (float) (random.nextInt(17) - 8));
  }

  private static GemmTrial of(GemmCase size, Supplier<Float> values) {
    var s = size.shape();
    return new GemmTrial(
        size,
        fill(size.lengthX(), s.ldx(), s.transX() ? s.m() : s.k(), values),
        fill(size.lengthW(), s.ldw(), s.transW() ? s.k() : s.n(), values),
        fill(s.n(), s.n(), s.n(), values),
        fill(size.lengthY(), s.ldy(), s.n(), values),
        fill(s.n(), s.n(), s.n(), values));
  }

  private static float[] fill(int length, int ld, int columns, Supplier<Float> values) {
    float[] result = new float[length];
    for (int i = 0; i < length; i++) {
      result[i] = i % ld < columns ? values.get() : Float.NaN;
    }
    return result;
  }

  /** With factors of {@link Epilogue#requantise} in the place of slopes. */
  GemmTrial withFactors() {
    return new GemmTrial(size, x, w, bias, residual, SumCheck.factors(size.shape().n()));
  }

  /** With a weight whose columns are all the same, and no bias. */
  GemmTrial withEqualColumns() {
    var s = size.shape();
    float[] equal = w.clone();
    for (int i = 0; i < w.length; i++) {
      equal[i] = Float.isNaN(w[i]) ? w[i] : w[s.transW() ? i % s.ldw() : i - i % s.ldw()];
    }
    return new GemmTrial(size, x, equal, null, residual, slope);
  }

  GemmTrial withoutBias() {
    return new GemmTrial(size, x, w, null, residual, slope);
  }

  /** Runs it on a back end and returns y, after checks that hold for any kernel. */
  float[] run(Gemm gemm, Epilogue epilogue, Accuracy accuracy, int threads) {
    GemmKernel kernel =
        gemm.prepare(size.shape(), epilogue, size.constantWeight(), accuracy, threads);
    Buffer input = Buffer.input(x);
    Buffer weight = pack(kernel.packing());
    float[] weightBefore = weight.content();
    Buffer output = Buffer.output(size.lengthY());
    Buffer scratch = Buffer.output(kernel.scratch());

    Operands operands = new Operands();
    operands.x = input.array();
    operands.xAt = input.at();
    operands.w = weight.array();
    operands.wAt = weight.at();
    if (bias != null) {
      Buffer guarded = Buffer.input(bias);
      operands.bias = guarded.array();
      operands.biasAt = guarded.at();
    }
    if (epilogue.residual()) {
      Buffer guarded = Buffer.input(residual);
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

    PhaseRunner.run(kernel, operands, threads, size.hashCode());

    input.assertStill(x);
    weight.assertStill(weightBefore);
    scratch.assertGuardsIntact();
    output.assertGuardsIntact();
    assertGapsIntact(output);
    return output.content();
  }

  private Buffer pack(@Nullable Packing packing) {
    if (packing == null) {
      return Buffer.input(w);
    }
    Buffer packed = Buffer.output(packing.length());
    Buffer raw = Buffer.input(w);
    packing.pack(raw.array(), raw.at(), packed.array(), packed.at());
    packed.assertGuardsIntact();
    raw.assertStill(w);
    return Buffer.input(packed.content());
  }

  private void assertGapsIntact(Buffer output) {
    boolean[] written = new boolean[output.length()];
    for (int b = 0; b < size.shape().batch(); b++) {
      for (int i = 0; i < size.shape().m(); i++) {
        int row = size.indexY(b, i, 0);
        Arrays.fill(written, row, row + size.shape().n(), true);
      }
    }
    for (int i = 0; i < written.length; i++) {
      if (written[i] == output.isUntouched(i)) {
        throw new AssertionError(
            written[i] ? "element " + i + " not written" : "gap at " + i + " overwritten");
      }
    }
  }
}
