package dev.lanewise.testkit.cases;

import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Gather;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.Pad;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Split;
import dev.lanewise.op.Transpose;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Channels that are joined, split, padded and shuffled, plain and after convolutions: plans agree
 * with the reference evaluation.
 */
public abstract class ChannelCases {
  private static final double TOLERANCE = 1e-5;

  private final RandomTensors tensors = new RandomTensors(31);
  private final Random random = tensors.random();

  /** A graph under construction with its inputs. */
  private final class Net {
    final GraphBuilder builder = new GraphBuilder("channels");
    final List<Datum> given = new ArrayList<>();
    private int names;

    Value input(int... dims) {
      Tensor t = tensors.floats(dims);
      given.add(t);
      return builder.input("x" + given.size(), t.type());
    }

    Value add(Op op, Value x, Tensor... constants) {
      return add(op, 1, x, constants).get(0);
    }

    List<Value> add(Op op, int outputs, Value x, Tensor... constants) {
      List<Value> values = new ArrayList<>(List.of(x));
      for (Tensor t : constants) {
        values.add(builder.constant("c" + names++, t));
      }
      List<String> results = new ArrayList<>();
      for (int o = 0; o < outputs; o++) {
        results.add("v" + names++);
      }
      return builder.add("n" + names++, op, values, results);
    }

    /** A 1×1 convolution, after which values are blocked where a back end has blocks. */
    Value conv(Value x, int from, int to) {
      return add(new Conv(Window.DEFAULT, 1), x, tensors.floats(to, from, 1, 1));
    }

    void check(Value... outputs) {
      for (Value v : outputs) {
        builder.output(v);
      }
      OpHarness.check(builder.build(), given, TOLERANCE);
    }
  }

  private static Tensor list(long... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static Value shuffle(Net net, Value x, int batch, int groups, int channels, int size) {
    Value apart =
        net.add(new Reshape(false), x, list(batch, groups, channels / groups, size, size));
    Value turned = net.add(new Transpose(new int[] {0, 2, 1, 3, 4}), apart);
    return net.add(new Reshape(false), turned, list(batch, channels, size, size));
  }

  @Test
  void shuffles() {
    for (int[] sizes : new int[][] {{2, 12}, {4, 24}, {3, 33}, {4, 136}, {8, 64}, {2, 58}}) {
      for (int batch = 1; batch <= 2; batch++) {
        int channels = sizes[1];
        Net plain = new Net();
        plain.check(
            shuffle(plain, plain.input(batch, channels, 5, 5), batch, sizes[0], channels, 5));
        Net net = new Net();
        Value x = net.conv(net.input(batch, 7, 5, 5), 7, channels);
        Value y = shuffle(net, x, batch, sizes[0], channels, 5);
        net.check(y, net.conv(y, channels, 9));
      }
    }
  }

  @Test
  void shufflesOfWhatWasJoinedAreSplit() {
    for (int half : new int[] {8, 12, 29, 58}) {
      Net net = new Net();
      Value a = net.conv(net.input(2, 5, 6, 6), 5, half);
      Value b = net.conv(net.input(2, 6, 6, 6), 6, half);
      Value joined = net.builder.add("joined", new Concat(1), a, b);
      Value y = shuffle(net, joined, 2, 2, 2 * half, 6);
      List<Value> halves = net.add(new Split(1, 0), 2, y);
      Value cut = net.add(new Slice(), y, list(3), list(half + 2), list(1));
      net.check(
          net.conv(halves.get(0), half, 4),
          net.add(new Relu(), halves.get(1)),
          net.conv(cut, half - 1, 10));
    }
  }

  @Test
  void shufflesThatSelectHalves() {
    for (int half : new int[] {4, 29}) {
      Net net = new Net();
      Value x = net.conv(net.input(1, 5, 4, 6), 5, 2 * half);
      Value apart = net.add(new Reshape(false), x, list(half, 2, 24));
      Value turned = net.add(new Transpose(new int[] {1, 0, 2}), apart);
      Value pair = net.add(new Reshape(false), turned, list(2, -1, half, 4, 6));
      Value first = net.add(new Gather(0), pair, Tensor.of(Shape.SCALAR, new long[] {0}));
      Value second = net.add(new Gather(0), pair, Tensor.of(Shape.SCALAR, new long[] {1}));
      net.check(net.conv(first, half, 3), net.add(new Relu(), second));
    }
  }

  private Value everySecond(Net net, Value x, int row, int column) {
    Value rows = net.add(new Slice(), x, list(row), list(Integer.MAX_VALUE), list(2), list(2));
    return net.add(new Slice(), rows, list(column), list(Integer.MAX_VALUE), list(3), list(2));
  }

  @Test
  void convolutionsOfEvenAndOddPixels() {
    Window[] windows = {
      Window.DEFAULT,
      new Window(AutoPad.NOTSET, new int[0], new int[0], new int[0], new int[] {1, 1, 1, 1}, false),
      new Window(
          AutoPad.NOTSET, new int[0], new int[] {2, 1}, new int[0], new int[] {0, 2, 1, 0}, false),
      new Window(AutoPad.VALID, new int[0], new int[] {1, 3}, new int[0], new int[0], false)
    };
    for (Window window : windows) {
      for (int height : new int[] {14, 15}) {
        Net net = new Net();
        Value x = net.input(2, 3, height, 22);
        List<Value> parts = new ArrayList<>();
        for (int part : new int[] {0, 3, 1, 2}) {
          int row = height % 2 == 0 ? part / 2 : 0;
          parts.add(everySecond(net, x, row, part % 2));
        }
        Value joined = net.builder.add("joined", new Concat(1), parts.toArray(new Value[0]));
        net.check(net.add(new Conv(window, 1), joined, tensors.floats(10, 12, 3, 2)));
      }
    }
  }

  @Test
  void maximaOfGrowingWindows() {
    for (int width : new int[] {4, 17}) {
      Net net = new Net();
      Value x = net.conv(net.input(2, 3, 11, width), 3, 10);
      List<Value> parts = new ArrayList<>(List.of(x));
      for (int[] kernel : new int[][] {{5, 3}, {9, 3}, {7, 9}, {13, 13}}) {
        int[] pads = {kernel[0] / 2, kernel[1] / 2, kernel[0] / 2, kernel[1] / 2};
        Window window = new Window(AutoPad.NOTSET, kernel, new int[0], new int[0], pads, false);
        parts.add(net.add(new MaxPool(window, false), x));
      }
      Value joined = net.builder.add("joined", new Concat(1), parts.toArray(new Value[0]));
      net.check(joined, net.conv(joined, 50, 6));
    }
  }

  @Test
  void shufflesBeforeDepthwiseConvolutions() {
    for (int channels : new int[] {12, 36}) {
      for (int stride = 1; stride <= 2; stride++) {
        Net net = new Net();
        Value x = net.conv(net.input(2, 5, 9, 9), 5, channels);
        Value y = shuffle(net, x, 2, 4, channels, 9);
        int[] strides = {stride, stride};
        Window window =
            new Window(
                AutoPad.SAME_UPPER, new int[] {3, 3}, strides, new int[0], new int[0], false);
        Tensor weight = tensors.floats(channels, 1, 3, 3);
        Value z = net.add(new Conv(window, channels), y, weight, tensors.floats(channels));
        net.check(net.conv(net.add(new Relu(), z), channels, 6));
      }
    }
  }

  @Test
  void pixelsAtSteps() {
    for (int step = 2; step <= 5; step++) {
      Net net = new Net();
      Value x = net.input(2, 3, 20, 70);
      Value rows = net.add(new Slice(), x, list(1), list(Long.MAX_VALUE), list(2), list(step));
      Value both = net.add(new Slice(), rows, list(step - 1), list(70), list(-1), list(step));
      Value all = net.add(new Slice(), rows, list(0, 1), list(2, 9), list(0, 2), list(1, 2));
      net.check(both, rows, all, net.add(new Slice(), both, list(-2), list(9), list(2)));
    }
  }

  @Test
  void whatOnlyLooksLikeAShuffle() {
    Net net = new Net();
    Value x = net.conv(net.input(2, 5, 6, 6), 5, 12);
    Value apart = net.add(new Reshape(false), x, list(2, 3, 4, 6, 6));
    Value mirrored = net.add(new Transpose(new int[] {0, 2, 1, 4, 3}), apart);
    Value across = net.add(new Transpose(new int[] {1, 0, 2, 3, 4}), apart);
    net.check(
        net.add(new Reshape(false), mirrored, list(2, 12, 6, 6)),
        net.add(new Reshape(false), across, list(2, 12, 6, 6)),
        net.add(new Reshape(false), across, list(3, 8, 6, 6)));
  }

  @Test
  void padding() {
    for (int channels : new int[] {3, 8, 24, 28}) {
      for (int[] added : new int[][] {{0, 4}, {0, 8}, {3, 0}, {5, 6}, {-2, 1}}) {
        Tensor pads = list(0, added[0], 0, 0, 0, added[1], 0, 0);
        int sum = channels + added[0] + added[1];
        Net net = new Net();
        Value x = net.conv(net.input(2, 6, 5, 4), 6, channels);
        Value y = net.add(new Pad(Pad.Mode.CONSTANT), x, pads);
        net.check(y, net.conv(y, sum, 5), x);
        Net other = new Net();
        Value z = other.conv(other.input(1, 6, 5, 4), 6, channels);
        other.check(other.add(new Pad(Pad.Mode.CONSTANT), z, pads, Tensor.scalar(2.5f)));
      }
    }
  }

  @Test
  void joining() {
    for (int i = 0; i < 12; i++) {
      Net net = new Net();
      List<Value> parts = new ArrayList<>();
      int sum = 0;
      for (int k = 0; k < 2 + i % 3; k++) {
        int channels = 1 + random.nextInt(20);
        parts.add(net.conv(net.input(2, 4, 3, 7), 4, channels));
        sum += channels;
      }
      Value y = net.builder.add("joined", new Concat(1), parts, List.of("joined")).get(0);
      net.check(net.conv(y, sum, 6), y);
    }
  }
}
