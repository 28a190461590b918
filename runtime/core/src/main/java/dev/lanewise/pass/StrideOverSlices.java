package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture's pixels at even and odd places, joined as channels and convolved, are the picture
 * itself, convolved with a stride: tap (ky, kx) of the pixels that begin at (py, px) is tap (ky·sy
 * + py, kx·sx + px). Only for pictures of few channels, whose convolutions read pixels as they lie.
 */
final class StrideOverSlices implements Rewriter.Rule {
  private static final int FEW_CHANNELS = 4;
  private static final int LARGEST_PAD = 1 << 16;
  private static final int LARGEST_STEP = 4;

  /**
   * Which pixels one Slice takes.
   *
   * @param first row and column of the first
   * @param step rows and columns from one to the next
   */
  private record Cut(Value x, int[] first, int[] step) {}

  @Override
  public boolean apply(Node node, Rewriter r) {
    Value joined = node.inputs().isEmpty() ? null : node.input(0);
    Node concat = node.op() instanceof Conv ? r.producer(r.input(node, 0)) : null;
    if (joined == null
        || concat == null
        || !(node.op() instanceof Conv conv)
        || !(concat.op() instanceof Concat join)
        || r.old().uses(joined) > 1
        || !isPlain(conv)) {
      return false;
    }
    List<Cut> cuts = cuts(concat, join, r);
    Tensor weight = constant(r.input(node, 1));
    if (cuts == null || weight == null) {
      return false;
    }
    int[] step = cuts.get(0).step;
    List<@Nullable Value> arguments = new ArrayList<>(r.inputs(node));
    arguments.set(0, cuts.get(0).x);
    arguments.set(1, r.constant(node.name() + " spread", spread(weight, cuts)));
    Conv strided =
        new Conv(window(conv.window(), weight.shape(), step), 1, conv.epilogue(), conv.exact());
    String name = node.output(0).name();
    r.replace(node.output(0), r.add(node.name(), strided, arguments, List.of(name)).get(0));
    return true;
  }

  private static boolean isPlain(Conv conv) {
    Window w = conv.window();
    return conv.group() == 1
        && (w.autoPad() == AutoPad.NOTSET || w.autoPad() == AutoPad.VALID)
        && Arrays.stream(w.dilations()).allMatch(d -> d == 1)
        && Arrays.stream(w.pads()).allMatch(p -> Math.abs((long) p) <= LARGEST_PAD)
        && Arrays.stream(w.strides()).allMatch(s -> s <= LARGEST_PAD);
  }

  private static @Nullable Tensor constant(@Nullable Value v) {
    Tensor t = v == null ? null : v.constant();
    return t != null && t.dtype() == DType.FLOAT && t.shape().rank() == 4 ? t : null;
  }

  /** The Slices that are joined if together they take each pixel of one picture once. */
  private static @Nullable List<Cut> cuts(Node concat, Concat join, Rewriter r) {
    if (join.axis() != 1 && join.axis() != -3) {
      return null;
    }
    List<Cut> cuts = new ArrayList<>();
    for (Value part : concat.inputs()) {
      Cut cut = cut(r.producer(part), part);
      if (cut == null
          || !cuts.isEmpty()
              && (cut.x != cuts.get(0).x || !Arrays.equals(cut.step, cuts.get(0).step))
          || cuts.stream().anyMatch(c -> Arrays.equals(c.first, cut.first))) {
        return null;
      }
      cuts.add(cut);
    }
    int[] step = cuts.isEmpty() ? new int[2] : cuts.get(0).step;
    return cuts.size() > 1 && cuts.size() == step[0] * step[1] ? cuts : null;
  }

  /** What a Slice takes of a picture of known size, if that is every so many rows and columns. */
  private static @Nullable Cut cut(@Nullable Node slice, @Nullable Value part) {
    Value x = slice != null && slice.op() instanceof Slice ? slice.input(0) : null;
    Shape from = shape(x);
    Shape to = shape(part);
    if (x == null || slice == null || from == null || to == null || from.dim(1) > FEW_CHANNELS) {
      return null;
    }
    long[][] lists = MergeSlices.cuts(slice.inputs(), 4);
    int[] first = new int[2];
    int[] step = {1, 1};
    for (int i = 0; lists != null && i < lists[2].length; i++) {
      int axis = (int) lists[2][i];
      if (axis < 2 || lists[0][i] < 0 || lists[0][i] >= lists[3][i] || lists[3][i] > LARGEST_STEP) {
        return null;
      }
      first[axis - 2] = (int) lists[0][i];
      step[axis - 2] = (int) lists[3][i];
    }
    boolean all = lists != null && from.dim(0) == to.dim(0) && from.dim(1) == to.dim(1);
    for (int i = 0; i < 2; i++) {
      all &= to.dim(2 + i) * step[i] == from.dim(2 + i);
    }
    return all ? new Cut(x, first, step) : null;
  }

  private static @Nullable Shape shape(@Nullable Value v) {
    if (v == null || !(v.type() instanceof TensorType t) || t.dtype() != DType.FLOAT) {
      return null;
    }
    Shape s = t.shape();
    return s != null && s.isKnown() && s.rank() == 4 ? s : null;
  }

  /** The weight {@code [M, cuts · C, kh, kw]} as {@code [M, C, kh · sy, kw · sx]}. */
  private static Tensor spread(Tensor weight, List<Cut> cuts) {
    Shape s = weight.shape();
    int[] step = cuts.get(0).step;
    int channels = s.dim(1) / cuts.size();
    int rows = s.dim(2) * step[0];
    int columns = s.dim(3) * step[1];
    float[] w = weight.floats();
    float[] y = new float[w.length];
    int from = 0;
    for (int m = 0; m < s.dim(0); m++) {
      for (int c = 0; c < s.dim(1); c++) {
        int[] first = cuts.get(c / channels).first;
        int plane = (m * channels + c % channels) * rows;
        for (int ky = 0; ky < s.dim(2); ky++) {
          for (int kx = 0; kx < s.dim(3); kx++) {
            int row = plane + ky * step[0] + first[0];
            y[row * columns + kx * step[1] + first[1]] = w[from++];
          }
        }
      }
    }
    return Tensor.of(Shape.of(s.dim(0), channels, rows, columns), y);
  }

  private static Window window(Window w, Shape weight, int[] step) {
    int[] kernel = {weight.dim(2) * step[0], weight.dim(3) * step[1]};
    int[] strides = step.clone();
    int[] pads = new int[4];
    for (int i = 0; i < 4; i++) {
      if (i < 2 && w.strides().length > 0) {
        strides[i] *= w.strides()[i];
      }
      if (w.autoPad() == AutoPad.NOTSET && w.pads().length > 0) {
        pads[i] = w.pads()[i] * step[i % 2];
      }
    }
    return new Window(AutoPad.NOTSET, kernel, strides, new int[0], pads, false);
  }
}
