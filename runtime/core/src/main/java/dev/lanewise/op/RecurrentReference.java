package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The plain way through time that all recurrent operators share, one sequence after the other. */
final class RecurrentReference {
  /** What an operator does in one time step of one sequence. */
  interface Cell {
    /**
     * Updates the state.
     *
     * @param d direction
     * @param x the input's part of the gates, G·H numbers without biases; may be changed
     * @param h hidden state
     * @param c cell state; unused by operators without one
     */
    void step(int d, double[] x, double[] h, double[] c);
  }

  private final Recurrence op;
  private final int time;
  private final int batch;
  private final int input;
  private final int hidden;

  private RecurrentReference(Recurrence op, Shape x, Shape r) {
    this.op = op;
    this.time = x.dim(op.batchFirst() ? 1 : 0);
    this.batch = x.dim(op.batchFirst() ? 0 : 1);
    this.input = x.dim(2);
    this.hidden = r.dim(2);
  }

  /** Evaluates a recurrent operator with {@code states} states: h, or h and c. */
  static List<Datum> run(Evaluation in, Recurrence op, int gates, int states, Cell cell) {
    return new RecurrentReference(op, in.tensor(0).shape(), in.tensor(2).shape())
        .run(in, gates, states, cell);
  }

  private List<Datum> run(Evaluation in, int gates, int states, Cell cell) {
    Tensor xs = in.tensor(0);
    double[] x = xs.toDoubles();
    double[] w = in.tensor(1).toDoubles();
    int directions = op.direction().count();
    double[] y = new double[Math.multiplyExact(time * directions * batch, hidden)];
    double[][] last = new double[2][directions * batch * hidden];
    for (int s = 0; s < states; s++) {
      if (in.has(5 + s)) {
        last[s] = in.tensor(5 + s).toDoubles();
      }
    }
    long[] lengths = in.has(4) ? in.tensor(4).toLongs() : null;
    double[] product = new double[gates * hidden];
    double[] h = new double[hidden];
    double[] c = new double[hidden];
    for (int d = 0; d < directions; d++) {
      for (int b = 0; b < batch; b++) {
        int state = (op.batchFirst() ? b * directions + d : d * batch + b) * hidden;
        System.arraycopy(last[0], state, h, 0, hidden);
        System.arraycopy(last[1], state, c, 0, hidden);
        int length = lengths == null ? time : length(in, lengths[b]);
        for (int step = 0; step < length; step++) {
          int t = op.direction().isReverse(d) ? length - 1 - step : step;
          int row = op.batchFirst() ? b * time + t : t * batch + b;
          int wAt = d * gates * hidden * input;
          MatMath.multiply(
              x, row * input, false, w, wAt, true, product, 0, 1, gates * hidden, input);
          cell.step(d, product, h, c);
          System.arraycopy(h, 0, y, states(t, d, b, directions) * hidden, hidden);
        }
        System.arraycopy(h, 0, last[0], state, hidden);
        System.arraycopy(c, 0, last[1], state, hidden);
      }
    }
    List<Datum> results = new ArrayList<>();
    Shape all =
        op.batchFirst()
            ? Shape.of(batch, time, directions, hidden)
            : Shape.of(time, directions, batch, hidden);
    results.add(Tensor.of(xs.dtype(), all, Elements.fromDoubles(xs.dtype(), y)));
    Shape one =
        op.batchFirst() ? Shape.of(batch, directions, hidden) : Shape.of(directions, batch, hidden);
    for (int s = 0; s < states; s++) {
      results.add(Tensor.of(xs.dtype(), one, Elements.fromDoubles(xs.dtype(), last[s])));
    }
    return results;
  }

  private int states(int t, int d, int b, int directions) {
    return op.batchFirst() ? (b * time + t) * directions + d : (t * directions + d) * batch + b;
  }

  private int length(Evaluation in, long length) {
    if (length < 0 || length > time) {
      throw in.fail("sequence length " + length + " is not from 0 to " + time);
    }
    return (int) length;
  }

  /** The biases of direction d: those of W (part 0) or R (part 1); zeros if there are none. */
  static double[] bias(Evaluation in, int gateRows, int d, int part) {
    double[] all = in.has(3) ? in.tensor(3).toDoubles() : new double[2 * gateRows * (d + 1)];
    int from = (2 * d + part) * gateRows;
    return java.util.Arrays.copyOfRange(all, from, from + gateRows);
  }

  /** Adds {@code R · h} for rows {@code first} to {@code first + n} of direction d to y. */
  static void addRecurrent(
      double[] r, int gateRows, int d, int first, int n, double[] h, double[] y) {
    int hidden = h.length;
    for (int j = first; j < first + n; j++) {
      int at = (d * gateRows + j) * hidden;
      double sum = 0;
      for (int k = 0; k < hidden; k++) {
        sum += r[at + k] * h[k];
      }
      y[j] += sum;
    }
  }

  /** Adds a vector to the beginning of another one. */
  static void add(double[] y, double[] summand) {
    for (int i = 0; i < summand.length; i++) {
      y[i] += summand[i];
    }
  }
}
