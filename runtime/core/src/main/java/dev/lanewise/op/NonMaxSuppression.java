package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For every image and class, boxes in the order of falling scores, without those that overlap a
 * chosen one too much; of equal scores the box with the smaller index comes first. Scores that are
 * not numbers come last.
 *
 * <p>Inputs: boxes {@code [N, B, 4]}, scores {@code [N, classes, B]}, both FLOAT; optionally the
 * most boxes per image and class (INT64, default 0), the largest intersection over union that is
 * kept (default 0) and the score that boxes must exceed. Output: INT64 {@code [chosen, 3]} with
 * image, class and box.
 *
 * @param centerPointBox whether boxes are x centre, y centre, width, height, rather than y, x of
 *     one corner and y, x of the opposite one
 */
public record NonMaxSuppression(boolean centerPointBox) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    for (int i = 0; i < Math.min(in.inputs(), 5); i++) {
      DType wanted = i == 2 ? DType.INT64 : DType.FLOAT;
      if (in.has(i)) {
        in.require(
            in.dtype(i) == wanted, "input " + i + " must be " + wanted + ", but is " + in.dtype(i));
        int count = i < 2 ? 1 : Dims.count(in.shape(i));
        in.require(
            count == 1 || count == 0 || count == Shape.UNKNOWN,
            "input " + i + " must be one number, but has shape " + (i < 2 ? null : in.shape(i)));
      }
    }
    Shape boxes = in.shape(0);
    Shape scores = in.shape(1);
    if (boxes != null && scores != null) {
      check(boxes, scores);
    }
    return List.of(new TensorType(DType.INT64, Shape.of(Shape.UNKNOWN, 3)));
  }

  private static void check(Shape boxes, Shape scores) {
    boolean fits =
        boxes.rank() == 3
            && scores.rank() == 3
            && agree(boxes.dim(2), 4)
            && agree(boxes.dim(0), scores.dim(0))
            && agree(boxes.dim(1), scores.dim(2));
    if (!fits) {
      throw new IllegalArgumentException(
          "boxes must be [N, B, 4] and scores [N, classes, B], but they are "
              + boxes
              + " and "
              + scores);
    }
  }

  private static boolean agree(int a, int b) {
    return a == b || a == Shape.UNKNOWN || b == Shape.UNKNOWN;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Shape scoreShape = in.tensor(1).shape();
    check(in.tensor(0).shape(), scoreShape);
    int images = scoreShape.dim(0);
    int classes = scoreShape.dim(1);
    int count = scoreShape.dim(2);
    float[] scores = in.tensor(1).floats();
    float[] edges = edges(in.tensor(0).floats());
    Tensor most = given(in, 2);
    Tensor overlap = given(in, 3);
    Tensor least = given(in, 4);
    long limit = most == null ? 0 : Math.max(0, most.longs()[0]);
    float iou = overlap == null ? 0 : overlap.floats()[0];
    boolean filtered = least != null;
    float threshold = least == null ? 0 : least.floats()[0];
    long[] chosen = new long[48];
    int length = 0;
    long[] order = new long[count];
    int[] kept = new int[count];
    for (int line = 0; line < images * classes; line++) {
      int candidates = 0;
      for (int b = 0; b < count; b++) {
        float score = scores[line * count + b];
        if (!filtered || score > threshold) {
          order[candidates++] = key(score, b);
        }
      }
      Arrays.sort(order, 0, candidates);
      int image = line / classes;
      int n = 0;
      for (int i = 0; i < candidates && n < limit; i++) {
        int box = (int) order[i];
        if (!overlaps(edges, image * count, box, kept, n, iou)) {
          kept[n++] = box;
          if (length + 3 > chosen.length) {
            chosen = Arrays.copyOf(chosen, Math.multiplyExact(chosen.length, 2));
          }
          chosen[length] = image;
          chosen[length + 1] = line % classes;
          chosen[length + 2] = box;
          length += 3;
        }
      }
    }
    return List.of(Tensor.of(Shape.of(length / 3, 3), Arrays.copyOf(chosen, length)));
  }

  private static @Nullable Tensor given(Evaluation in, int i) {
    Tensor t = in.tensorOrNull(i);
    if (t != null && t.size() > 1) {
      throw in.fail("input " + i + " must be one number, but is " + t);
    }
    return t == null || t.size() == 0 ? null : t;
  }

  /** A number that grows as the score falls, and with the index among equal scores. */
  private static long key(float score, int index) {
    int bits = Float.floatToIntBits(score + 0f);
    int rising = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    int falling = Float.isNaN(score) ? Integer.MAX_VALUE : ~rising;
    return (long) falling << 32 | index;
  }

  /** Boxes as smallest and largest y, smallest and largest x. */
  private float[] edges(float[] boxes) {
    float[] edges = new float[boxes.length];
    for (int i = 0; i < boxes.length; i += 4) {
      if (centerPointBox) {
        edges[i] = boxes[i + 1] - boxes[i + 3] / 2;
        edges[i + 1] = boxes[i + 1] + boxes[i + 3] / 2;
        edges[i + 2] = boxes[i] - boxes[i + 2] / 2;
        edges[i + 3] = boxes[i] + boxes[i + 2] / 2;
      } else {
        edges[i] = Math.min(boxes[i], boxes[i + 2]);
        edges[i + 1] = Math.max(boxes[i], boxes[i + 2]);
        edges[i + 2] = Math.min(boxes[i + 1], boxes[i + 3]);
        edges[i + 3] = Math.max(boxes[i + 1], boxes[i + 3]);
      }
    }
    return edges;
  }

  private static boolean overlaps(
      float[] edges, int first, int box, int[] kept, int n, float limit) {
    int a = (first + box) * 4;
    float area = area(edges, a);
    for (int k = 0; k < n; k++) {
      int b = (first + kept[k]) * 4;
      float height = Math.min(edges[a + 1], edges[b + 1]) - Math.max(edges[a], edges[b]);
      float width = Math.min(edges[a + 3], edges[b + 3]) - Math.max(edges[a + 2], edges[b + 2]);
      float other = area(edges, b);
      if (height > 0 && width > 0 && area > 0 && other > 0) {
        float common = width * height;
        float union = area + other - common;
        if (common > 0 && union > 0 && common / union > limit) {
          return true;
        }
      }
    }
    return false;
  }

  private static float area(float[] edges, int at) {
    return (edges[at + 3] - edges[at + 2]) * (edges[at + 1] - edges[at]);
  }
}
