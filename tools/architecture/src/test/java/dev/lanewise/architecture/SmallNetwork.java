package dev.lanewise.architecture;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.format.LanewiseWriter;
import dev.lanewise.loader.format.WriteOptions;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

/** A network of the usual kernels, and an input for it. */
final class SmallNetwork {
  private static final Shape INPUT = Shape.of(1, 16, 20, 20);

  private SmallNetwork() {}

  /** The network as a file. */
  static byte[] file() throws IOException {
    Random random = new Random(3);
    int[] none = {};
    Window window = new Window(AutoPad.SAME_UPPER, new int[] {3, 3}, none, none, none, false);
    GraphBuilder b = new GraphBuilder("small");
    Value x = b.input("x", new TensorType(DType.FLOAT, INPUT));
    Value w = b.constant("w", tensor(random, Shape.of(24, 16, 3, 3)));
    Value y = b.add("relu", new Relu(), b.add("conv", new Conv(window, 1), x, w));
    Value flat = b.add("flat", new Flatten(1), b.add("pool", new GlobalAveragePool(), y));
    Value v = b.constant("v", tensor(random, Shape.of(24, 10)));
    Value z = b.add("gemm", new Gemm(1, 1, false, false), flat, v);
    b.output(b.add("softmax", new Softmax(1), z));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LanewiseWriter.write(b.build(), WriteOptions.DEFAULT, out);
    return out.toByteArray();
  }

  /** An input. */
  static Tensor input() {
    return tensor(new Random(4), INPUT);
  }

  private static Tensor tensor(Random random, Shape shape) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(shape, values);
  }
}
