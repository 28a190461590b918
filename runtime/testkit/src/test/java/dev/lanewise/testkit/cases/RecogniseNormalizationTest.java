package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Cast;
import dev.lanewise.op.Div;
import dev.lanewise.op.LayerNormalization;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Pow;
import dev.lanewise.op.RMSNormalization;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.tensor.DType;
import org.junit.jupiter.api.Test;

class RecogniseNormalizationTest {
  private final SpelledOut s = new SpelledOut();
  private final Value x = s.input(2, 5, 12);

  private Value mean(Value v) {
    return s.add(new ReduceMean(true, false), v, s.list(-1));
  }

  private Value root(Value squares) {
    return s.add(new Sqrt(), s.add(new Add(), mean(squares), s.number(1e-5)));
  }

  @Test
  void layerWithPower() {
    Value d = s.add(new Sub(), x, mean(x));
    Value square = s.add(new Pow(), s.add(new Cast(DType.FLOAT), d), s.number(2));
    Value y = s.add(new Mul(), s.add(new Div(), d, root(square)), s.constant(12));
    s.becomes(s.add(new Add(), y, s.constant(12)), LayerNormalization.class);
  }

  @Test
  void layerWithoutFactors() {
    Value d = s.add(new Sub(), x, mean(x));
    s.becomes(s.add(new Div(), d, root(s.add(new Mul(), d, d))), LayerNormalization.class);
  }

  @Test
  void layerAsProductAndShift() {
    Value mean = mean(x);
    Value d = s.add(new Sub(), x, mean);
    Value inverse = s.add(new Reciprocal(), root(s.add(new Mul(), d, d)));
    Value gain = s.add(new Mul(), inverse, s.constant(12));
    Value shift = s.add(new Sub(), s.constant(12), s.add(new Mul(), mean, gain));
    s.becomes(s.add(new Add(), s.add(new Mul(), x, gain), shift), LayerNormalization.class);
  }

  @Test
  void rootMeanSquare() {
    Value inverse = s.add(new Div(), s.number(1), root(s.add(new Pow(), x, s.number(2))));
    Value y = s.add(new Mul(), x, inverse);
    s.becomes(s.add(new Mul(), s.constant(12), y), RMSNormalization.class);
  }

  @Test
  void rootMeanSquareOfAProduct() {
    Value scaled = s.add(new Mul(), x, s.number(3));
    Value power = s.add(new Add(), mean(s.add(new Mul(), scaled, scaled)), s.number(1e-6));
    Value y = s.add(new Mul(), scaled, s.add(new Pow(), power, s.number(-0.5)));
    s.becomes(y, Mul.class, RMSNormalization.class);
  }

  @Test
  void factorsOfOtherShapesStay() {
    Value d = s.add(new Sub(), x, mean(x));
    Value y = s.add(new Div(), d, root(s.add(new Mul(), d, d)));
    s.becomes(s.add(new Mul(), y, s.constant(5, 1)), LayerNormalization.class, Mul.class);
  }
}
