package dev.lanewise.testkit.cases;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Div;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Pow;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tanh;
import org.junit.jupiter.api.Test;

class RecogniseGeluTest {
  private final SpelledOut s = new SpelledOut();
  private final Value x = s.input(3, 7);

  private Value erfGate() {
    Value erf = s.add(new Erf(), s.add(new Div(), x, s.number(Math.sqrt(2))));
    return s.add(new Add(), erf, s.number(1));
  }

  private Value tanhGate(Value cubic) {
    return s.add(new Add(), s.number(1), s.add(new Tanh(), cubic));
  }

  @Test
  void factorHalfLast() {
    s.becomes(s.add(new Mul(), s.add(new Mul(), x, erfGate()), s.number(0.5)), Gelu.class);
  }

  @Test
  void factorHalfFirst() {
    s.becomes(s.add(new Mul(), erfGate(), s.add(new Mul(), s.number(0.5), x)), Gelu.class);
  }

  @Test
  void factorHalfAsDivision() {
    s.becomes(s.add(new Div(), s.add(new Mul(), x, erfGate()), s.number(2)), Gelu.class);
  }

  @Test
  void distributedHalf() {
    Value erf = s.add(new Erf(), s.add(new Mul(), x, s.number(Math.sqrt(0.5))));
    Value gate = s.add(new Add(), s.add(new Mul(), erf, s.number(0.5)), s.number(0.5));
    s.becomes(s.add(new Mul(), gate, x), Gelu.class);
  }

  @Test
  void ofAProduct() {
    Value product = s.add(new Mul(), x, s.input(3, 7));
    Value erf = s.add(new Erf(), s.add(new Div(), product, s.number(Math.sqrt(2))));
    Value gate = s.add(new Add(), erf, s.number(1));
    Value half = s.add(new Mul(), s.number(0.5), product);
    s.becomes(s.add(new Mul(), half, gate), Mul.class, Gelu.class);
  }

  @Test
  void tanhOfAPower() {
    Value cube = s.add(new Mul(), s.number(0.044715), s.add(new Pow(), x, s.number(3)));
    Value inner = s.add(new Mul(), s.number(Math.sqrt(2 / Math.PI)), s.add(new Add(), x, cube));
    Value half = s.add(new Mul(), x, s.number(0.5));
    s.becomes(s.add(new Mul(), half, tanhGate(inner)), Gelu.class);
  }

  @Test
  void tanhOfProducts() {
    Value square = s.add(new Mul(), s.add(new Mul(), x, s.number(0.044715)), x);
    Value scaled = s.add(new Mul(), x, s.number(Math.sqrt(2 / Math.PI)));
    Value inner = s.add(new Mul(), scaled, s.add(new Add(), s.number(1), square));
    Value y = s.add(new Mul(), x, tanhGate(inner));
    s.becomes(s.add(new Mul(), s.number(0.5), y), Gelu.class);
  }

  @Test
  void sigmoidOfAMultiple() {
    Value gate = s.add(new Sigmoid(), s.add(new Mul(), x, s.number(1.702)));
    s.becomes(s.add(new Mul(), x, gate), Swish.class);
  }

  @Test
  void otherConstantsStay() {
    Value erf = s.add(new Erf(), s.add(new Div(), x, s.number(1.5)));
    Value gate = s.add(new Add(), erf, s.number(1));
    Value y = s.add(new Mul(), s.add(new Mul(), x, gate), s.number(0.5));
    s.becomes(y, Div.class, Erf.class, Add.class, Mul.class, Mul.class);
  }
}
