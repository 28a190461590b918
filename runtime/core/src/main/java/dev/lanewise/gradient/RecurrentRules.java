package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.op.Activation;
import dev.lanewise.op.Add;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConstantOfShape;
import dev.lanewise.op.Elu;
import dev.lanewise.op.GRU;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.LSTM;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Less;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Mul;
import dev.lanewise.op.RNN;
import dev.lanewise.op.Recurrence;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Slice;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.Split;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.Where;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules of recurrent layers: the time steps are computed once more, one after the other, and
 * differentiated.
 */
final class RecurrentRules {
  /** Computes the states after a time step from what x contributes and the states before. */
  private interface Cell {
    List<Value> step(RecurrentRules r, int direction, Value x, List<Value> states);
  }

  private static final int LENGTHS = 4;
  private static final int STATES = 5;
  private static final int PEEPHOLES = 7;

  private final Backward b;
  private final Recurrence op;
  private final int gates;
  private final int time;
  private final int batch;
  private final int hidden;

  private RecurrentRules(Backward b, Recurrence op, int gates) {
    this.b = b;
    this.op = op;
    this.gates = gates;
    Shape x = b.shape(b.x(0));
    this.time = x.dim(0);
    this.batch = x.dim(1);
    this.hidden = b.shape(b.x(2)).dim(2);
    if (op.batchFirst() || op.clip() != Float.POSITIVE_INFINITY) {
      throw b.unsupported("only the layout with time first, without clipping, has a gradient");
    }
  }

  static void addTo(Map<Class<? extends Op>, GradientRule> rules) {
    rules.put(
        LSTM.class,
        b -> {
          LSTM op = (LSTM) b.node().op();
          if (op.inputForget()) {
            throw b.unsupported("coupled gates have no gradient");
          }
          new RecurrentRules(b, op.recurrence(), 4).write(2, RecurrentRules::lstm);
        });
    rules.put(
        GRU.class,
        b -> {
          GRU op = (GRU) b.node().op();
          boolean late = op.linearBeforeReset();
          new RecurrentRules(b, op.recurrence(), 3).write(1, (r, d, x, s) -> r.gru(d, x, s, late));
        });
    rules.put(
        RNN.class,
        b -> {
          RNN op = (RNN) b.node().op();
          new RecurrentRules(b, op.recurrence(), 1).write(1, RecurrentRules::simple);
        });
  }

  private @Nullable Value given(int i) {
    return i < b.node().inputs().size() ? b.node().input(i) : null;
  }

  private void write(int states, Cell cell) {
    int directions = op.direction().count();
    List<Value> all = new ArrayList<>();
    List<List<Value>> last = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      last.add(new ArrayList<>());
    }
    for (int d = 0; d < directions; d++) {
      List<Value> now = new ArrayList<>();
      for (int s = 0; s < states; s++) {
        now.add(initial(given(STATES + s), d));
      }
      all.add(pass(d, now, cell));
      for (int s = 0; s < states; s++) {
        last.get(s).add(reshape(now.get(s), 1, batch, hidden));
      }
    }
    List<Value> again = new ArrayList<>();
    again.add(joined(1, all));
    last.forEach(values -> again.add(joined(0, values)));
    b.giveThrough(again.subList(0, b.node().outputs().size()).toArray(new Value[0]));
  }

  /** All time steps in one direction, {@code [T, 1, B, H]}; {@code now} ends as the last states. */
  private Value pass(int d, List<Value> now, Cell cell) {
    Value product = b.add(new MatMul(false, true, 1, Epilogue.NONE), b.x(0), part(b.x(1), d));
    Value bias = bias(d, 0);
    Value x = bias == null ? product : add(product, bias);
    List<Value> steps = time == 1 ? List.of(x) : b.addAll(new Split(0, time), time, x);
    boolean reverse = op.direction().isReverse(d);
    Value lengths = given(LENGTHS);
    if (lengths != null && reverse) {
      throw b.unsupported("sequences of different lengths have no gradient backwards");
    }
    Value[] outputs = new Value[time];
    for (int step = 0; step < time; step++) {
      int t = reverse ? time - 1 - step : step;
      Value in = reshape(steps.get(t), batch, gates * hidden);
      List<Value> next = cell.step(this, d, in, now);
      Value output = next.get(0);
      if (lengths != null) {
        Value goesOn = b.add(new Less(), number(t), reshape(lengths, batch, 1));
        output = b.add(new Where(), goesOn, output, zeros(batch, hidden));
        for (int s = 0; s < now.size(); s++) {
          now.set(s, b.add(new Where(), goesOn, next.get(s), now.get(s)));
        }
      } else {
        for (int s = 0; s < now.size(); s++) {
          now.set(s, next.get(s));
        }
      }
      outputs[t] = reshape(output, 1, 1, batch, hidden);
    }
    return joined(0, List.of(outputs));
  }

  private List<Value> lstm(int d, Value x, List<Value> states) {
    Value h = states.get(0);
    Value c = states.get(1);
    List<Value> z = split(add(x, recurrent(h, d, 0, gates)), gates);
    Value peepholes = given(PEEPHOLES);
    List<Value> p = peepholes == null ? List.of() : split(row(peepholes, d, 0, 3 * hidden), 3);
    Value in = apply(3 * d, p.isEmpty() ? z.get(0) : add(z.get(0), mul(p.get(0), c)));
    Value forget = apply(3 * d, p.isEmpty() ? z.get(2) : add(z.get(2), mul(p.get(2), c)));
    Value cell = add(mul(forget, c), mul(in, apply(3 * d + 1, z.get(3))));
    Value out = apply(3 * d, p.isEmpty() ? z.get(1) : add(z.get(1), mul(p.get(1), cell)));
    return List.of(mul(out, apply(3 * d + 2, cell)), cell);
  }

  private List<Value> gru(int d, Value x, List<Value> states, boolean late) {
    Value h = states.get(0);
    List<Value> xs = split(x, 3);
    List<Value> hs = split(recurrent(h, d, 0, 2), 2);
    Value update = apply(2 * d, add(xs.get(0), hs.get(0)));
    Value reset = apply(2 * d, add(xs.get(1), hs.get(1)));
    Value inner = late ? mul(reset, recurrent(h, d, 2, 1)) : recurrent(mul(reset, h), d, 2, 1);
    Value candidate = apply(2 * d + 1, add(xs.get(2), inner));
    Value change = mul(update, b.add(new Sub(), h, candidate));
    return List.of(add(candidate, change));
  }

  private List<Value> simple(int d, Value x, List<Value> states) {
    return List.of(apply(d, add(x, recurrent(states.get(0), d, 0, 1))));
  }

  /** {@code h · Rᵀ + bR} for some of the gates of a direction. */
  private Value recurrent(Value h, int d, int first, int count) {
    Value r = part(b.x(2), d);
    if (count < gates) {
      r = rows(r, first * hidden, (first + count) * hidden);
    }
    Value product = b.add(new MatMul(false, true, 1, Epilogue.NONE), h, r);
    Value bias = given(3);
    if (bias == null) {
      return product;
    }
    int from = (gates + first) * hidden;
    return add(product, row(bias, d, from, from + count * hidden));
  }

  /** Biases of direction d: those of W; null if there are none. */
  private @Nullable Value bias(int d, int from) {
    Value bias = given(3);
    return bias == null ? null : row(bias, d, from, from + gates * hidden);
  }

  private Value initial(@Nullable Value state, int d) {
    return state == null ? zeros(batch, hidden) : reshape(part(state, d), batch, hidden);
  }

  /** Matrix d of {@code [D, rows, columns]}. */
  private Value part(Value x, int d) {
    Shape shape = b.shape(x);
    Value one = shape.dim(0) == 1 ? x : rows(x, d, d + 1);
    return reshape(one, shape.dim(1), shape.dim(2));
  }

  /** Elements of row d of a matrix. */
  private Value row(Value x, int d, int from, int to) {
    Value line = reshape(rows(x, d, d + 1), b.shape(x).dim(1));
    return from == 0 && to == b.shape(x).dim(1) ? line : rows(line, from, to);
  }

  private Value rows(Value x, long from, long to) {
    return b.add(new Slice(), x, b.integers(from), b.integers(to), b.integers(0));
  }

  private List<Value> split(Value x, int count) {
    int axis = b.rank(x) - 1;
    return count == 1 ? List.of(x) : b.addAll(new Split(axis, count), count, x);
  }

  private Value joined(int axis, List<Value> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : b.add(new Concat(axis), parts.toArray(new @Nullable Value[0]));
  }

  private Value reshape(Value x, long... dims) {
    return b.add(new Reshape(true), x, b.integers(dims));
  }

  private Value add(Value x, Value y) {
    return b.add(new Add(), x, y);
  }

  private Value mul(Value x, Value y) {
    return b.add(new Mul(), x, y);
  }

  private Value number(int value) {
    return b.constant(Tensor.of(DType.INT32, Shape.SCALAR, new int[] {value}));
  }

  private Value zeros(long... dims) {
    DType dtype = b.tensor(b.x(0)).dtype();
    Object zero = Elements.fromDoubles(dtype, new double[] {0});
    return b.add(new ConstantOfShape(Tensor.of(dtype, Shape.of(1), zero)), b.integers(dims));
  }

  private Value apply(int function, Value x) {
    CellFunction f = op.functions().get(function);
    if (f.inputScale() != 1 || f.outputScale() != 1) {
      throw b.unsupported("scaled activations have no gradient");
    }
    Activation a = f.activation();
    Op operator =
        switch (a.function()) {
          case IDENTITY -> null;
          case SIGMOID -> new Sigmoid();
          case TANH -> new Tanh();
          case RELU -> new Relu();
          case LEAKY_RELU -> new LeakyRelu(a.alpha());
          case HARD_SIGMOID -> new HardSigmoid(a.alpha(), a.beta());
          case ELU -> new Elu(a.alpha());
          case SOFTSIGN -> new Softsign();
          case SOFTPLUS -> new Softplus();
          default -> throw b.unsupported("the activation " + a.function() + " has no gradient");
        };
    return operator == null ? x : b.add(operator, x);
  }
}
