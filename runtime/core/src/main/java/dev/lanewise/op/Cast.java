package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.LayoutChoice;
import dev.lanewise.graph.LayoutQuery;
import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Ref;
import dev.lanewise.graph.Step;
import dev.lanewise.kernel.HalfFloats;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Storage;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Elements converted to another type; the rules are those of {@link ElementCast} and {@link
 * TextCast}.
 *
 * @param to type of the result
 * @param saturate whether numbers too large for an 8-bit float become its largest one
 * @param roundMode how numbers become FLOAT8E8M0: {@code up}, {@code down} or {@code nearest}
 */
public record Cast(DType to, boolean saturate, String roundMode) implements Op {
  private static final int GRAIN = 8192;

  /** A cast that saturates and rounds up. */
  public Cast(DType to) {
    this(to, true, "up");
  }

  /** Checks the round mode. */
  public Cast {
    rounding(roundMode);
  }

  static ElementCast.Rounding rounding(String mode) {
    return switch (mode) {
      case "up" -> ElementCast.Rounding.UP;
      case "down" -> ElementCast.Rounding.DOWN;
      case "nearest" -> ElementCast.Rounding.NEAREST;
      default ->
          throw new IllegalArgumentException(
              "round_mode must be up, down or nearest, but is \"" + mode + "\"");
    };
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(!in.dtype(0).isComplex() && !to.isComplex(), "complex numbers cannot be cast");
    return List.of(new TensorType(to, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    return List.of(convert(in.tensor(0)));
  }

  /** The elements of a tensor in the type {@link #to}. */
  public Tensor convert(Tensor x) {
    if (x.dtype() == to) {
      return x;
    }
    if (to == DType.STRING) {
      return TextCast.format(x);
    }
    if (x.dtype() == DType.STRING) {
      return TextCast.parse(x, to, rounding(roundMode));
    }
    Tensor y = Tensor.zeros(to, x.shape());
    ElementCast cast = new ElementCast(x.dtype(), to, saturate, rounding(roundMode));
    Object wide = cast.wide().allocate(x.size());
    cast.convert(x.array(), 0, wide, 0, y.array(), 0, x.size());
    return y;
  }

  @Override
  public LayoutChoice layouts(LayoutQuery q) {
    return q.dtype(0) == to
        ? new LayoutChoice(List.of(q.layout(0)), q.layout(0))
        : LayoutChoice.PLAIN;
  }

  @Override
  public void lower(Lowering l) {
    DType from = l.dtype(0);
    if (from == to) {
      l.alias(0, 0);
      return;
    }
    if (from == DType.STRING || to == DType.STRING) {
      l.reference();
      return;
    }
    int total = l.shape(0).size();
    Ref x = l.input(0);
    Ref y = l.output(0);
    HalfFloats halves = l.kernels().halfFloats();
    if (halves != null && from == DType.FLOAT16 && to == DType.FLOAT) {
      emit(
          l,
          total,
          (f, start, end) ->
              halves.toFloats(
                  (short[]) f.array(x),
                  x.offset() + start,
                  f.floats(y),
                  y.offset() + start,
                  end - start));
      return;
    }
    if (halves != null && from == DType.FLOAT && to == DType.FLOAT16) {
      emit(
          l,
          total,
          (f, start, end) ->
              halves.fromFloats(
                  f.floats(x),
                  x.offset() + start,
                  (short[]) f.array(y),
                  y.offset() + start,
                  end - start));
      return;
    }
    ElementCast cast = new ElementCast(from, to, saturate, rounding(roundMode));
    Storage wide = cast.wide();
    Ref v = to.storage() == wide ? y : l.scratch(wide, total);
    emit(
        l,
        total,
        (frame, start, end) ->
            cast.convert(
                frame.array(x),
                x.offset() + start,
                frame.array(v),
                v.offset() + start,
                frame.array(y),
                y.offset() + start,
                end - start));
  }

  private void emit(Lowering l, int total, Step.Range body) {
    l.emitRange("Cast " + l.dtype(0) + " to " + to, total, GRAIN, body);
  }
}
