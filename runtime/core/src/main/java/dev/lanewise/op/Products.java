package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Elementwise;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Packing;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.tensor.Storage;
import org.jspecify.annotations.Nullable;

/** Steps for matrix products of FLOAT values. */
final class Products {
  private static final int GRAIN = 1 << 14;

  private Products() {}

  /**
   * Emits {@code y = epilogue(alpha · x · w + bias)}.
   *
   * @param shape sizes, all positive
   * @param weight input that holds w as it is stored, packed if it is constant; −1 if w is computed
   * @param w place of w, used if it is not packed
   * @param xLength floats of x
   */
  static void emit(
      Lowering l,
      GemmShape shape,
      Epilogue epilogue,
      float alpha,
      Ref x,
      int xLength,
      int weight,
      @Nullable Ref w,
      @Nullable Ref bias,
      @Nullable Ref residual,
      @Nullable Ref slope,
      Ref y) {
    boolean constant = weight >= 0 && l.constant(weight) != null && shape.batchW() == 0;
    GemmKernel kernel =
        l.kernels().gemm().prepare(shape, epilogue, constant, l.accuracy(), l.threads());
    Packing packing = kernel.packing();
    if (packing != null) {
      Ref packed = l.packed(weight, ScaledPacking.of(packing, alpha));
      l.multiplyAdds(shape.macs());
      l.emitKernel(kernel, x, packed, bias, residual, slope, y);
      return;
    }
    Ref from = alpha == 1 ? x : scaled(l, x, xLength, alpha);
    l.multiplyAdds(shape.macs());
    l.emitKernel(kernel, from, w == null ? l.input(weight) : w, bias, residual, slope, y);
  }

  private static Ref scaled(Lowering l, Ref x, int n, float factor) {
    Ref y = l.scratch(Storage.FLOATS, n);
    Elementwise kernel = l.kernels().elementwise();
    l.emitRange(
        "scale by alpha",
        n,
        GRAIN,
        (f, from, to) ->
            kernel.unary(
                UnaryFunction.AFFINE,
                factor,
                0,
                f.floats(x),
                x.offset() + from,
                f.floats(y),
                y.offset() + from,
                to - from));
    return y;
  }
}
