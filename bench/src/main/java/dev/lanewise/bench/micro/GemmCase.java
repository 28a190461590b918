package dev.lanewise.bench.micro;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.GemmKernel;
import dev.lanewise.kernel.GemmShape;
import dev.lanewise.kernel.KernelCall;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Packing;
import dev.lanewise.kernel.Team;

/**
 * A product with a constant weight and bias, written {@code MxNxK}.
 *
 * @param m rows
 * @param n columns
 * @param k columns of the left matrix
 */
record GemmCase(int m, int n, int k) {
  static GemmCase parse(String text) {
    int[] sizes = Work.numbers(text);
    return new GemmCase(sizes[0], sizes[1], sizes[2]);
  }

  Work work() {
    return new Work(2.0 * m * n * k, 4.0 * ((double) m * k + (double) k * n + (double) m * n));
  }

  /** The product on one thread, ready to run. */
  Runnable prepare() {
    GemmKernel kernel =
        KernelChoice.AUTO
            .kernels()
            .gemm()
            .prepare(
                GemmShape.dense(m, n, k, false, false), Epilogue.NONE, true, Accuracy.BALANCED, 1);
    Operands o = new Operands();
    o.x = Work.random((long) m * k, 1);
    float[] w = Work.random((long) k * n, 2);
    Packing packing = kernel.packing();
    if (packing != null) {
      o.w = new float[packing.length()];
      packing.pack(w, 0, o.w, 0);
    } else {
      o.w = w;
    }
    o.bias = Work.random(n, 3);
    o.y = new float[m * n];
    o.scratch = new float[kernel.scratch()];
    KernelCall call = new KernelCall(kernel);
    return () -> call.run(o, Team.SERIAL);
  }
}
