package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.BatchNormalization;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Flatten;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Mul;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small networks in which passes, layouts and memory planning meet. */
class NetworkTest {
  private static final Window SAME =
      new Window(
          AutoPad.NOTSET, new int[] {3, 3}, new int[0], new int[0], new int[] {1, 1, 1, 1}, false);

  private final Random random = new Random(7);
  private final GraphBuilder b = new GraphBuilder("network");

  private Tensor tensor(int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.of(shape, values);
  }

  private Value constant(int... dims) {
    return b.constant("c", tensor(dims));
  }

  private Value positive(int n) {
    Tensor t = tensor(n);
    for (int i = 0; i < n; i++) {
      t.floats()[i] += 1;
    }
    return b.constant("p", t);
  }

  private Value input(int... dims) {
    return b.input("x", new TensorType(DType.FLOAT, Shape.of(dims)));
  }

  private Value conv(Value x, int in, int out) {
    return b.add("conv", new Conv(SAME, 1), x, constant(out, in, 3, 3), constant(out));
  }

  private Value normalized(Value x, int c) {
    BatchNormalization bn = new BatchNormalization(1e-5f, 0.9f, false);
    return b.add("bn", bn, x, constant(c), constant(c), constant(c), positive(c));
  }

  private void check(Value output, int... dims) {
    b.output(output);
    Graph graph = b.build();
    OpHarness.check(graph, List.of(tensor(dims)), 2e-5);
  }

  @Test
  void residualBlockWithClassifier() {
    Value x = input(2, 3, 19, 17);
    Value stem = b.add("relu", new Relu(), normalized(conv(x, 3, 24), 24));
    Value inner = b.add("relu", new Relu(), normalized(conv(stem, 24, 24), 24));
    Value sum = b.add("add", new Add(), normalized(conv(inner, 24, 24), 24), stem);
    Value block = b.add("relu", new Relu(), sum);
    Value pooled = b.add("pool", new GlobalAveragePool(), block);
    Value flat = b.add("flatten", new Flatten(1), pooled);
    Gemm gemm = new Gemm(1, 1, false, true);
    Value logits = b.add("gemm", gemm, flat, constant(10, 24), constant(10));
    check(b.add("softmax", new Softmax(1), logits), 2, 3, 19, 17);
  }

  @Test
  void odderChannelsConcatAndGates() {
    Value x = input(1, 5, 9, 11);
    Value left = b.add("prelu", new PRelu(), conv(x, 5, 13), constant(13, 1, 1));
    Value right = b.add("sigmoid", new Sigmoid(), conv(x, 5, 8));
    Value both = b.add("concat", new Concat(1), right, left);
    Window window =
        new Window(
            AutoPad.NOTSET, new int[] {2, 2}, new int[] {2, 2}, new int[0], new int[0], true);
    Value pooled = b.add("pool", new MaxPool(window, false), both);
    Value gate = b.add("gate", new Sigmoid(), b.add("gap", new GlobalAveragePool(), pooled));
    check(b.add("mul", new Mul(), pooled, gate), 1, 5, 9, 11);
  }

  @Test
  void anInnerValueIsAnOutputToo() {
    Value x = input(1, 16, 8, 8);
    Value y = conv(x, 16, 16);
    b.output(y);
    Value z = b.add("relu", new Relu(), y);
    b.output(b.add("add", new Add(), z, x));
    check(y, 1, 16, 8, 8);
  }

  @Test
  void theInputIsTheOutput() {
    Value x = input(3, 4);
    check(x, 3, 4);
  }
}
