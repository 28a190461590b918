package dev.lanewise.testkit.cases;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.ConvInteger;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.DynamicQuantizeLinear;
import dev.lanewise.op.MatMulInteger;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.QLinearConv;
import dev.lanewise.op.QLinearMatMul;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quantised operators: plans give exactly the integers of the reference evaluation. */
public abstract class QuantizationCases {
  private static final int[] NONE = {};
  private static final List<DType> BYTES = List.of(DType.UINT8, DType.INT8);

  private final RandomTensors tensors = new RandomTensors(37);
  private final Random random = tensors.random();

  private Tensor integers(DType type, int... dims) {
    return tensors.tensor(type, Shape.of(dims), type.min(), type.max());
  }

  private static Tensor scalar(DType type, int value) {
    return Tensor.of(type, Shape.SCALAR, new byte[] {(byte) value});
  }

  private Tensor bias(int n, int magnitude) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(2 * magnitude) - magnitude;
    }
    return Tensor.of(DType.INT32, Shape.of(n), values);
  }

  private Tensor scales(int n, double size) {
    return tensors.tensor(DType.FLOAT, Shape.of(n), size / 2, size);
  }

  private static Window window(int kernel) {
    return new Window(AutoPad.SAME_UPPER, new int[] {kernel, kernel}, NONE, NONE, NONE, false);
  }

  private void convolve(Tensor x, Tensor w, Tensor scale, int groups, Tensor bias) {
    DType type = x.dtype();
    Tensor step = Tensor.scalar(60f);
    new OpCase()
        .input(x)
        .constant(Tensor.scalar(0.5f))
        .constant(scalar(type, 3))
        .constant(w)
        .constant(scale)
        .constant(Tensor.zeros(w.dtype(), scale.shape()))
        .constant(step)
        .constant(scalar(type, 5))
        .constant(bias)
        .check(new QLinearConv(window(w.shape().dim(2)), groups), 0);
  }

  @Test
  void convolutions() {
    for (DType type : BYTES) {
      for (int i = 0; i < 8; i++) {
        int groups = 1 + i % 2 * 2;
        int in = groups * (1 + random.nextInt(12));
        int out = groups * (1 + random.nextInt(12));
        Tensor x = integers(type, 1 + i % 2, in, 7, 6);
        Tensor w = integers(DType.INT8, out, in / groups, 3, 3);
        convolve(x, w, scales(i % 3 == 0 ? 1 : out, 0.05), groups, bias(out, 1 << 20));
      }
    }
  }

  @Test
  void biasesThatFloatsCannotHold() {
    int[] start = {7, 1 << 30, -(1 << 30), (1 << 25) + 1, 0};
    Tensor bias = Tensor.of(DType.INT32, Shape.of(start.length), start);
    Tensor factors = Tensor.of(Shape.of(start.length), 0.05f, 1e-3f, 1e-3f, 1e-7f, 1e-9f);
    for (DType type : BYTES) {
      Tensor x = integers(type, 1, 9, 5, 6);
      convolve(x, integers(DType.INT8, start.length, 9, 3, 3), factors, 1, bias);
    }
  }

  @Test
  void sumsThatFloatsCannotHold() {
    Tensor x = tensors.tensor(DType.UINT8, Shape.of(1, 700, 2, 3), 250, 255);
    Tensor w = tensors.tensor(DType.INT8, Shape.of(4, 700, 1, 1), 120, 127);
    convolve(x, w, scales(4, 1e-4), 1, bias(4, 1 << 10));
    new OpCase().input(x).constant(w).check(new ConvInteger(window(1), 1), 0);
    Tensor a = tensors.tensor(DType.UINT8, Shape.of(3, 1500), 250, 255);
    Tensor b = tensors.tensor(DType.INT8, Shape.of(1500, 5), -128, -120);
    new OpCase().input(a).constant(b).check(new MatMulInteger(), 0);
    new OpCase().input(a).input(b).check(new MatMulInteger(), 0);
  }

  @Test
  void biasThatFloatsCannotHold() {
    Tensor x = integers(DType.UINT8, 1, 9, 5, 4);
    Tensor w = integers(DType.INT8, 6, 9, 3, 3);
    convolve(x, w, scales(6, 1e-5), 1, bias(6, Integer.MAX_VALUE / 2));
  }

  @Test
  void integerProducts() {
    for (DType type : BYTES) {
      Tensor x = integers(type, 2, 4, 6, 5);
      Tensor w = integers(type, 6, 2, 2, 2);
      new OpCase()
          .input(x)
          .constant(w)
          .constant(scalar(type, 7))
          .constant(integers(type, 6))
          .check(new ConvInteger(window(2), 2), 0);
      Tensor a = integers(type, 2, 3, 5);
      for (boolean constant : new boolean[] {false, true}) {
        OpCase c = new OpCase().input(a);
        Tensor b = integers(type, 5, 7);
        (constant ? c.constant(b) : c.input(b))
            .input(scalar(type, 9))
            .constant(constant ? integers(type, 7) : scalar(type, 4))
            .check(new MatMulInteger(), 0);
      }
      new OpCase()
          .input(integers(type, 3, 5))
          .input(integers(type, 5, 4))
          .input(integers(type, 3))
          .input(integers(type, 4))
          .check(new MatMulInteger(), 0);
    }
  }

  @Test
  void quantisedProducts() {
    for (DType type : BYTES) {
      for (int columns : new int[] {1, 9}) {
        Shape perColumn = columns == 1 ? Shape.SCALAR : Shape.of(columns);
        new OpCase()
            .input(integers(type, 4, 40))
            .constant(Tensor.scalar(0.02f))
            .constant(scalar(type, 11))
            .constant(integers(DType.INT8, 40, 9))
            .constant(tensors.tensor(DType.FLOAT, perColumn, 0.01, 0.03))
            .constant(Tensor.zeros(DType.INT8, perColumn))
            .constant(Tensor.scalar(0.3f))
            .constant(scalar(type, 2))
            .check(new QLinearMatMul(), 0);
      }
    }
  }

  @Test
  void everyGranularity() {
    for (DType type :
        List.of(
            DType.UINT8,
            DType.INT8,
            DType.UINT16,
            DType.INT16,
            DType.UINT4,
            DType.INT4,
            DType.UINT2,
            DType.INT2,
            DType.FLOAT8E4M3FN,
            DType.FLOAT8E5M2,
            DType.FLOAT4E2M1)) {
      Tensor x = tensors.tensor(DType.FLOAT, Shape.of(3, 4, 20), -9, 9);
      int[][] shapes = {{}, {1}, {4}, {3, 2, 20}};
      for (int[] dims : shapes) {
        int block = dims.length == 3 ? 2 : 0;
        Tensor scale = tensors.tensor(DType.FLOAT, Shape.of(dims), 0.05, 0.2);
        Tensor zero =
            type.isInteger()
                ? tensors.tensor(type, Shape.of(dims), 0, 1)
                : Tensor.zeros(type, Shape.of(dims));
        new OpCase()
            .input(x)
            .constant(scale)
            .constant(zero)
            .check(new QuantizeLinear(1, block, null, true, null), 0);
        Tensor q = type.isInteger() ? integers(type, 3, 4, 20) : Tensor.zeros(type, x.shape());
        new OpCase()
            .input(q)
            .input(scale)
            .constant(zero)
            .check(new DequantizeLinear(1, block, null), 1e-6);
      }
    }
  }

  @Test
  void dynamicRange() {
    for (int n : new int[] {1, 7, 5000, 70_000}) {
      for (double low : new double[] {-3, 0.5}) {
        Tensor x = tensors.tensor(DType.FLOAT, Shape.of(n), low, 4);
        new OpCase().input(x).check(new DynamicQuantizeLinear(), 3, 0);
      }
    }
  }

  /** Quantised values that are pooled, joined and added between convolutions. */
  @Test
  void network() {
    GraphBuilder b = new GraphBuilder("quantised");
    Tensor image = tensors.tensor(DType.FLOAT, Shape.of(1, 3, 12, 10), -1, 1);
    Value x = b.input("x", image.type());
    Value q = quantized(b, x, 0.01f);
    Value first = convolution(b, dequantized(b, q, 0.01f), 3, 11);
    Value left = quantized(b, first, 0.05f);
    Window pool = new Window(AutoPad.NOTSET, new int[] {2, 2}, new int[] {2, 2}, NONE, NONE, false);
    Value pooled = b.add("pool", new MaxPool(pool, false), left);
    Value joined = b.add("join", new Concat(1), pooled, pooled);
    Value y = quantized(b, convolution(b, dequantized(b, joined, 0.05f), 22, 11), 0.2f);
    Value sum = b.add("sum", new Add(), dequantized(b, y, 0.2f), dequantized(b, pooled, 0.05f));
    b.output(quantized(b, sum, 0.25f));
    b.output(left);
    OpHarness.check(b.build(), List.of(image), 0);
  }

  private static Value quantized(GraphBuilder b, Value x, float scale) {
    return b.add(
        "quantize",
        new QuantizeLinear(1),
        x,
        b.constant("scale", Tensor.scalar(scale)),
        b.constant("zero", scalar(DType.UINT8, 128)));
  }

  private static Value dequantized(GraphBuilder b, Value q, float scale) {
    return b.add(
        "dequantize",
        new DequantizeLinear(1),
        q,
        b.constant("scale", Tensor.scalar(scale)),
        b.constant("zero", scalar(DType.UINT8, 128)));
  }

  private Value convolution(GraphBuilder b, Value x, int in, int out) {
    Value w =
        b.add(
            "weight",
            new DequantizeLinear(0),
            b.constant("w", integers(DType.INT8, out, in, 3, 3)),
            b.constant("scale", scales(out, 0.002)),
            b.constant("zero", Tensor.zeros(DType.INT8, Shape.of(out))));
    return b.add("conv", new Conv(window(3), 1), x, w);
  }

  /** Types of the values between operators are those of the graph. */
  @Test
  void unknownBatch() {
    GraphBuilder b = new GraphBuilder("batch");
    Value x =
        b.input(
            "x",
            new TensorType(
                DType.FLOAT, Shape.symbolic(new int[] {Shape.UNKNOWN, 6}, new String[] {"n", ""})));
    List<Value> q =
        b.add("dynamic", new DynamicQuantizeLinear(), List.of(x), List.of("q", "s", "z"));
    Value w = b.constant("w", integers(DType.INT8, 6, 4));
    b.output(b.add("product", new MatMulInteger(), q.get(0), w, q.get(2)));
    OpHarness.check(b.build(), List.of(tensors.floats(3, 6)), 0);
  }
}
