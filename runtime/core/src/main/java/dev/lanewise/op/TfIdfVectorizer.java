package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Counts of n-grams in a sequence of items {@code [C]}, or in each of {@code [N, C]}, as FLOAT
 * {@code [columns]} or {@code [N, columns]}.
 *
 * <p>The items of an n-gram may lie apart by any one distance up to {@code maxSkip + 1}; single
 * items are counted once.
 *
 * @param mode what becomes of counts
 * @param minLength shortest n-grams that count
 * @param maxLength longest n-grams that count
 * @param maxSkip most items skipped between two items of an n-gram
 * @param pool the n-grams one after the other, ordered by length: INT64 or STRING
 * @param starts place in the pool of the first n-gram of length 1, 2, …
 * @param columns column of each n-gram of the pool
 * @param weights one per column for the modes that weigh, or none
 */
public record TfIdfVectorizer(
    Mode mode,
    int minLength,
    int maxLength,
    int maxSkip,
    Tensor pool,
    int[] starts,
    int[] columns,
    double[] weights)
    implements Op {
  /** What becomes of counts. */
  public enum Mode {
    /** They stay. */
    TF,
    /** Those above 0 become the weight. */
    IDF,
    /** They are multiplied by the weight. */
    TFIDF
  }

  /** Checks lengths and places. */
  public TfIdfVectorizer {
    require(minLength >= 1 && maxLength >= minLength, "n-grams must have a length of at least 1");
    require(maxSkip >= 0 && maxSkip < Integer.MAX_VALUE, "max_skip_count is negative or too large");
    require(columns.length > 0, "ngram_indexes is empty");
    require(Arrays.stream(columns).allMatch(c -> c >= 0), "ngram_indexes has a negative number");
    require(maxLength <= starts.length, "max_gram_length is larger than ngram_counts is long");
    int before = 0;
    for (int start : starts) {
      require(
          start >= before && start <= pool.size(), "ngram_counts does not rise within the pool");
      before = start;
    }
    int width = Arrays.stream(columns).max().orElse(0) + 1;
    require(weights.length == 0 || weights.length >= width, "there are fewer weights than columns");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  private int width() {
    return Arrays.stream(columns).max().orElse(0) + 1;
  }

  @Override
  public List<Type> infer(Inference in) {
    DType dtype = in.dtype(0);
    boolean integers = dtype == DType.INT64 || dtype == DType.INT32;
    in.require(
        pool.dtype() == DType.STRING ? dtype == DType.STRING : integers,
        "the pool holds " + pool.dtype() + ", but the input " + dtype);
    Shape shape = in.shape(0);
    if (shape == null) {
      return List.of(new TensorType(DType.FLOAT, null));
    }
    in.require(shape.rank() <= 2, "the input must have shape [C] or [N, C], but has " + shape);
    return List.of(new TensorType(DType.FLOAT, result(shape)));
  }

  private Shape result(Shape shape) {
    Shape row = Shape.of(width());
    return shape.rank() == 2 ? shape.slice(0, 1).concat(row) : row;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    KeyTable places = new KeyTable(pool);
    NgramTree tree = tree(places.find(pool));
    int[] items = places.find(x);
    int rows = x.shape().rank() == 2 ? x.shape().dim(0) : 1;
    int length = rows == 0 ? 0 : items.length / rows;
    int width = width();
    double[] y = new double[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      count(tree, items, row * length, length, y, row * width);
    }
    for (int i = 0; i < y.length && mode != Mode.TF; i++) {
      double weight = weights.length == 0 ? 1 : weights[i % width];
      y[i] = mode == Mode.TFIDF ? y[i] * weight : y[i] > 0 ? weight : 0;
    }
    return List.of(Tensor.of(DType.FLOAT, result(x.shape()), Elements.fromDoubles(DType.FLOAT, y)));
  }

  private NgramTree tree(int[] items) {
    NgramTree tree = new NgramTree();
    int ngram = 0;
    for (int n = 1; n <= starts.length; n++) {
      int end = n < starts.length ? starts[n] : items.length;
      for (int at = starts[n - 1]; at + n <= end; at += n) {
        if (n >= minLength && n <= maxLength) {
          require(ngram < columns.length, "ngram_indexes is shorter than the pool");
          tree.add(items, at, n, ngram);
        }
        ngram++;
      }
    }
    return tree.build();
  }

  private void count(NgramTree tree, int[] items, int from, int length, double[] y, int yAt) {
    int shortest = minLength;
    for (int step = 1; step <= maxSkip + 1 && step <= Math.max(length, 1); step++) {
      for (int first = 0; first < length; first++) {
        int node = 0;
        int n = 1;
        for (int i = first; i < length && n <= maxLength && node >= 0; i += step) {
          node = tree.child(node, items[from + i]);
          if (node >= 0 && n >= shortest && tree.ngram(node) >= 0) {
            y[yAt + columns[tree.ngram(node)]]++;
          }
          n++;
        }
      }
      shortest = Math.max(shortest, 2);
    }
  }
}
