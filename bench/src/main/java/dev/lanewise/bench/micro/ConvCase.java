package dev.lanewise.bench.micro;

import dev.lanewise.KernelChoice;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.KernelCall;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Operands;
import dev.lanewise.kernel.Team;

/**
 * A square convolution with bias and "same" padding, written {@code
 * CHANNELSxSIZExOUTxKERNELxSTRIDExGROUPS}.
 *
 * @param shape its sizes
 */
record ConvCase(ConvShape shape) {
  static ConvCase parse(String text) {
    int[] n = Work.numbers(text);
    int size = n[1];
    int out = (size + n[4] - 1) / n[4];
    int pad = (n[3] - 1) / 2;
    return new ConvCase(
        new ConvShape(
            1, n[0], size, size, n[2], out, out, n[3], n[3], n[4], n[4], 1, 1, pad, pad, n[5]));
  }

  private long weights() {
    return (long) shape.outChannels()
        * shape.groupInChannels()
        * shape.kernelHeight()
        * shape.kernelWidth();
  }

  Work work() {
    double floats =
        (double) shape.inChannels() * shape.inPixels()
            + (double) shape.outChannels() * shape.outPixels()
            + weights();
    return new Work(2.0 * shape.macs(), 4 * floats);
  }

  /** The convolution on one thread, ready to run. */
  Runnable prepare(Accuracy accuracy) {
    ConvKernel kernel =
        KernelChoice.AUTO.kernels().conv().prepare(shape, Epilogue.NONE, accuracy, 1);
    Operands o = new Operands();
    o.x = Work.random(length(kernel.input(), shape.inChannels(), shape.inPixels()), 1);
    o.w = new float[kernel.packing().length()];
    kernel.packing().pack(Work.random(weights(), 2), 0, o.w, 0);
    o.bias = Work.random(shape.outChannels(), 3);
    o.y =
        new float[Math.toIntExact(length(kernel.output(), shape.outChannels(), shape.outPixels()))];
    o.scratch = new float[kernel.scratch()];
    KernelCall call = new KernelCall(kernel);
    return () -> call.run(o, Team.SERIAL);
  }

  private static long length(Layout layout, int channels, int pixels) {
    return layout.isPlain() ? (long) channels * pixels : layout.size(1, channels, pixels);
  }
}
