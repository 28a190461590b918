package dev.lanewise.vector;

import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Matrix products by {@link TiledProduct}: a row is a pixel, a product of the batch an image. */
final class TiledGemm implements GemmKernel {
  private final TiledProduct product;
  private final @Nullable Packing packing;

  TiledGemm(GemmShape s, VectorEpilogue epilogue, boolean constantWeight, int threads) {
    Panels panels = GemmPacking.panels(s.n());
    product =
        new TiledProduct(
            new TiledProduct.Size(
                1, s.batch(), s.m(), Blocking.ceil(s.k(), Tiles.BLOCK), s.n(), panels),
            s.transX() ? new ColumnSource(s) : new RowSource(s),
            constantWeight ? null : new RuntimeWeights(s, panels),
            new RowOutput(epilogue, panels, s),
            threads);
    packing = constantWeight ? new GemmPacking(s.n(), s.k(), s.transW(), s.ldw()) : null;
  }

  @Override
  public @Nullable Packing packing() {
    return packing;
  }

  @Override
  public String describe() {
    return product.describe();
  }

  @Override
  public Set<Runnable> rehearsals() {
    return product.rehearsals();
  }

  @Override
  public int phases() {
    return product.phases();
  }

  @Override
  public int tasks(int phase) {
    return product.tasks(phase);
  }

  @Override
  public int scratch() {
    return product.scratch();
  }

  @Override
  public void run(int phase, int task, int worker, Operands o) {
    product.run(phase, task, worker, o);
  }
}
