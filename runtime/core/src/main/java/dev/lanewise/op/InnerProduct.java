package dev.lanewise.op;

import dev.lanewise.graph.Frame;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.KernelCall;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import dev.lanewise.kernel.Team;
import dev.lanewise.tensor.Storage;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product that a step runs as often as it likes, with a weight that is a contiguous part
 * of an input.
 */
final class InnerProduct {
  /** Packs a part of a weight. */
  private record PartPacking(Packing packing, int offset) implements Packing {
    @Override
    public int length() {
      return packing.length();
    }

    @Override
    public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
      packing.pack(weight, weightAt + offset, packed, packedAt);
    }
  }

  private final KernelCall call;
  private final Ref weight;
  private final int weightOffset;
  private final @Nullable Ref scratch;

  /**
   * Prepares the product.
   *
   * @param input index of the input that holds the weight
   * @param offset of the weight in that input
   */
  InnerProduct(Lowering l, GemmShape shape, Epilogue epilogue, int input, int offset) {
    GemmKernel kernel =
        l.kernels()
            .gemm()
            .prepare(shape, epilogue, l.constant(input) != null, l.accuracy(), l.threads());
    Packing packing = kernel.packing();
    this.call = new KernelCall(kernel);
    this.weight =
        packing == null ? l.input(input) : l.packed(input, new PartPacking(packing, offset));
    this.weightOffset = packing == null ? offset : 0;
    this.scratch = kernel.scratch() == 0 ? null : l.scratch(Storage.FLOATS, kernel.scratch());
  }

  /** Runs the product; everything but weight and scratch must be set in the operands. */
  void run(Frame f, Team team, Operands o) {
    o.w = f.floats(weight);
    o.wAt = weight.offset() + weightOffset;
    if (scratch != null) {
      o.scratch = f.floats(scratch);
      o.scratchAt = scratch.offset();
    }
    call.run(o, team);
  }
}
