package dev.lanewise.testkit.cases;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that are written straight into what they are joined to. */
public abstract class JoinCases {
  private static final double TOLERANCE = 1e-5;
  private static final Window POINT =
      new Window(AutoPad.NOTSET, new int[] {1, 1}, new int[0], new int[0], new int[0], false);

  private final RandomTensors tensors = new RandomTensors(53);
  private final GraphBuilder b = new GraphBuilder("join");
  private final List<Datum> inputs = new ArrayList<>();

  private Value input(int... dims) {
    inputs.add(tensors.floats(dims));
    return b.input("x" + inputs.size(), new TensorType(DType.FLOAT, Shape.of(dims)));
  }

  private Value add(Op op, Value... arguments) {
    return b.add(op.name(), op, arguments);
  }

  private Value conv(Value x, int in, int out) {
    return add(new Conv(POINT, 1), x, b.constant("w", tensors.floats(out, in, 1, 1)));
  }

  private void check(Value... outputs) {
    for (Value y : outputs) {
      b.output(y);
    }
    OpHarness.check(b.build(), inputs, TOLERANCE);
  }

  @Test
  void joinsInJoins() {
    Value x = input(1, 8, 5, 7);
    Value first = conv(x, 8, 16);
    Value second = conv(x, 8, 24);
    Value inner = add(new Concat(1), first, second);
    Value third = conv(inner, 40, 8);
    Value outer = add(new Concat(1), inner, third);
    check(conv(outer, 48, 3), conv(first, 16, 5));
  }

  @Test
  void channelsThatDoNotFillBlocks() {
    for (int[] channels : new int[][] {{5, 3}, {8, 5}, {5, 8}, {16, 8, 3}}) {
      Value x = input(1, 8, 4, 6);
      Value[] parts = new Value[channels.length];
      int all = 0;
      for (int i = 0; i < parts.length; i++) {
        parts[i] = conv(x, 8, channels[i]);
        all += channels[i];
      }
      b.output(conv(add(new Concat(1), parts), all, 9));
    }
    check();
  }

  @Test
  void partsThatAreReadElsewhere() {
    Value x = input(1, 8, 3, 5);
    Value part = conv(x, 8, 8);
    Value other = conv(x, 8, 16);
    Value one = add(new Concat(1), part, other, part);
    Value two = add(new Concat(1), other, part);
    Value late = add(new Sigmoid(), part);
    Value changed = add(new Relu(), one);
    check(conv(changed, 32, 4), conv(two, 24, 4), add(new Add(), late, conv(late, 8, 8)));
  }

  @Test
  void partsAndWholesThatAreOutputs() {
    Value x = input(1, 8, 3, 4);
    Value part = conv(x, 8, 8);
    Value whole = add(new Concat(1), part, conv(x, 8, 8), x);
    check(part, whole, add(new Relu(), whole));
  }

  @Test
  void batchesAndOtherAxes() {
    for (int axis = 0; axis < 4; axis++) {
      Value x = input(2, 8, 3, 4);
      Value joined = add(new Concat(axis), conv(x, 8, 8), add(new Sigmoid(), x), conv(x, 8, 8));
      b.output(add(new Relu(), joined));
      Value y = input(1, 1, 5, 6);
      Value rows = add(new Concat(axis), add(new Sigmoid(), y), add(new Relu(), y));
      b.output(add(new Sigmoid(), rows));
    }
    check();
  }

  @Test
  void partsInOtherShapes() {
    Value x = input(3, 4);
    Value part = add(new Sigmoid(), x);
    Value shape = b.constant("shape", Tensor.of(Shape.of(2), 6, 2));
    Value reshaped = add(new Reshape(false), part, shape);
    Value whole = add(new Concat(0), reshaped, add(new Relu(), reshaped));
    check(add(new Sigmoid(), whole), add(new Relu(), part));
  }
}
