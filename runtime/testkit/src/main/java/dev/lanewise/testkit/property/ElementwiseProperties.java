package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Acos;
import dev.lanewise.op.Acosh;
import dev.lanewise.op.Add;
import dev.lanewise.op.And;
import dev.lanewise.op.Asin;
import dev.lanewise.op.Asinh;
import dev.lanewise.op.Atan;
import dev.lanewise.op.Atanh;
import dev.lanewise.op.BinaryMath;
import dev.lanewise.op.BitCast;
import dev.lanewise.op.BitShift;
import dev.lanewise.op.BitwiseAnd;
import dev.lanewise.op.BitwiseNot;
import dev.lanewise.op.BitwiseOr;
import dev.lanewise.op.BitwiseXor;
import dev.lanewise.op.Cast;
import dev.lanewise.op.CastLike;
import dev.lanewise.op.Ceil;
import dev.lanewise.op.Celu;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Comparison;
import dev.lanewise.op.Cos;
import dev.lanewise.op.Cosh;
import dev.lanewise.op.Div;
import dev.lanewise.op.Elu;
import dev.lanewise.op.Equal;
import dev.lanewise.op.Erf;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Floor;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.Greater;
import dev.lanewise.op.GreaterOrEqual;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.IsInf;
import dev.lanewise.op.IsNaN;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.Less;
import dev.lanewise.op.LessOrEqual;
import dev.lanewise.op.Log;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mean;
import dev.lanewise.op.Min;
import dev.lanewise.op.Mish;
import dev.lanewise.op.Mod;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Neg;
import dev.lanewise.op.Not;
import dev.lanewise.op.Or;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.Pow;
import dev.lanewise.op.Reciprocal;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Round;
import dev.lanewise.op.Selu;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Sign;
import dev.lanewise.op.Sin;
import dev.lanewise.op.Sinh;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Sum;
import dev.lanewise.op.SumLike;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tan;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.ThresholdedRelu;
import dev.lanewise.op.UnaryMath;
import dev.lanewise.op.Where;
import dev.lanewise.op.Xor;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import java.util.function.Function;

/** Operators that work element by element. */
final class ElementwiseProperties {
  private ElementwiseProperties() {}

  private static final double TOLERANCE = 4e-6;

  static void addTo(Properties p) {
    function(p, d -> new Abs());
    function(p, d -> new Acos());
    function(p, d -> new Acosh());
    function(p, d -> new Asin());
    function(p, d -> new Asinh());
    function(p, d -> new Atan());
    function(p, d -> new Atanh());
    function(p, d -> new BitwiseNot());
    function(p, d -> new Ceil());
    function(p, d -> new Cos());
    function(p, d -> new Cosh());
    function(p, d -> new Erf());
    function(p, d -> new Exp());
    function(p, d -> new Floor());
    function(p, d -> new HardSwish());
    function(p, d -> new Log());
    function(p, d -> new Mish());
    function(p, d -> new Neg());
    function(p, d -> new Not());
    function(p, d -> new Reciprocal());
    function(p, d -> new Relu());
    function(p, d -> new Round());
    function(p, d -> new Sigmoid());
    function(p, d -> new Sign());
    function(p, d -> new Sin());
    function(p, d -> new Sinh());
    function(p, d -> new Softplus());
    function(p, d -> new Softsign());
    function(p, d -> new Sqrt());
    function(p, d -> new Tan());
    function(p, d -> new Tanh());
    function(p, d -> new Celu(d.real(0.1, 2)));
    function(p, d -> new Elu(d.real(-1, 2)));
    function(p, d -> new Gelu(d.flag()));
    function(p, d -> new HardSigmoid(d.real(-1, 1), d.real(-1, 1)));
    function(p, d -> new LeakyRelu(d.real(-1, 1)));
    function(p, d -> new Selu(d.real(-2, 2), d.real(-2, 2)));
    function(p, d -> new Shrink(d.real(-1, 2), d.real(-1, 1)));
    function(p, d -> new Swish(d.real(-2, 2)));
    function(p, d -> new ThresholdedRelu(d.real(-2, 2)));
    combination(p, Add.class, d -> new Add());
    combination(p, And.class, d -> new And());
    combination(p, BitwiseAnd.class, d -> new BitwiseAnd());
    combination(p, BitwiseOr.class, d -> new BitwiseOr());
    combination(p, BitwiseXor.class, d -> new BitwiseXor());
    combination(p, Div.class, d -> new Div());
    combination(p, Max.class, d -> new Max());
    combination(p, Mean.class, d -> new Mean());
    combination(p, Min.class, d -> new Min());
    combination(p, Mul.class, d -> new Mul());
    combination(p, Or.class, d -> new Or());
    combination(p, PRelu.class, d -> new PRelu());
    combination(p, Sub.class, d -> new Sub());
    combination(p, Sum.class, d -> new Sum());
    combination(p, Xor.class, d -> new Xor());
    combination(p, BitShift.class, d -> new BitShift(d.flag()));
    p.add(Mod.class, ElementwiseProperties::modulo);
    p.add(Pow.class, ElementwiseProperties::power);
    comparison(p, new Equal());
    comparison(p, new Greater());
    comparison(p, new GreaterOrEqual());
    comparison(p, new Less());
    comparison(p, new LessOrEqual());
    p.add(IsNaN.class, d -> predicate(d, new IsNaN()));
    p.add(IsInf.class, d -> predicate(d, new IsInf(d.flag(), d.flag())));
    p.add(Where.class, ElementwiseProperties::choice);
    p.add(Clip.class, ElementwiseProperties::clip);
    p.add(Cast.class, ElementwiseProperties::cast);
    p.add(CastLike.class, ElementwiseProperties::castLike);
    p.add(BitCast.class, ElementwiseProperties::bitCast);
    p.add(SumLike.class, ElementwiseProperties::sumLike);
  }

  private static void function(Properties p, Function<Draw, UnaryMath> maker) {
    UnaryMath example = maker.apply(new Draw(0));
    p.add(
        example.getClass(),
        d -> {
          UnaryMath op = maker.apply(d);
          DType dtype = d.dtype(op::admits);
          if (dtype == DType.FLOAT && isSmooth(op) && d.once(3)) {
            d.activation(d.shape(3, 4));
          } else {
            d.add(d.extreme(dtype, d.shape(0, 4)));
          }
          d.withinEach(TOLERANCE);
          return op;
        });
  }

  /** Whether small differences of a convolution stay small. */
  private static boolean isSmooth(UnaryMath op) {
    return op instanceof Abs
        || op instanceof Relu
        || op instanceof LeakyRelu
        || op instanceof Sigmoid
        || op instanceof Tanh
        || op instanceof Elu
        || op instanceof Celu
        || op instanceof Selu
        || op instanceof Gelu
        || op instanceof Swish
        || op instanceof Mish
        || op instanceof HardSwish
        || op instanceof HardSigmoid
        || op instanceof Softplus
        || op instanceof Neg
        || op instanceof Erf;
  }

  private static boolean takesMany(BinaryMath op) {
    return op instanceof Max || op instanceof Min || op instanceof Sum || op instanceof Mean;
  }

  private static void combination(
      Properties p, Class<? extends BinaryMath> type, Function<Draw, BinaryMath> maker) {
    p.add(
        type,
        d -> {
          BinaryMath op = maker.apply(d);
          DType dtype = d.dtype(op::admits);
          Shape shape = d.shape(0, 4);
          boolean blocked = dtype == DType.FLOAT && shape.rank() == 4 && d.flag();
          operand(d, dtype, shape, blocked);
          operand(d, dtype, d.part(shape), false);
          for (int i = takesMany(op) ? d.integer(0, 2) : 0; i > 0; i--) {
            operand(d, dtype, d.part(shape), false);
          }
          // The slope of PRelu is repeated, the other operand is not.
          boolean fixed = op instanceof PRelu || (op instanceof Div && blocked);
          if (!fixed && d.flag()) {
            d.swap();
          }
          d.withinEach(TOLERANCE);
          return op;
        });
  }

  private static void operand(Draw d, DType dtype, Shape shape, boolean blocked) {
    if (blocked) {
      d.activation(shape);
    } else {
      // Integers are never 0, which some operators must not divide by.
      boolean integer = dtype.isInteger();
      d.add(integer ? d.tensor(dtype, shape, 1, 9) : d.tensor(dtype, shape));
    }
  }

  private static Op modulo(Draw d) {
    DType dtype = d.number();
    Shape shape = d.shape(0, 4);
    operand(d, dtype, shape, false);
    operand(d, dtype, d.part(shape), false);
    d.withinEach(TOLERANCE);
    return new Mod(dtype.isFloating() || d.flag());
  }

  private static Op power(Draw d) {
    DType base =
        d.dtype(t -> t == DType.INT32 || t == DType.INT64 || (t.isFloating() && t.bits() >= 16));
    DType exponent = d.number();
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(base, shape, base.isInteger() ? 0 : -3, 4));
    boolean whole = d.once(3);
    d.setting(
        d.tensor(exponent, whole ? Shape.SCALAR : d.part(shape), base.isInteger() ? 0 : -2, 3));
    d.withinEach(4 * TOLERANCE);
    return new Pow();
  }

  private static void comparison(Properties p, Comparison op) {
    p.add(
        op.getClass(),
        d -> {
          DType dtype = d.dtype(op::admits);
          Shape shape = d.shape(0, 4);
          d.add(d.tensor(dtype, shape)).add(d.tensor(dtype, d.part(shape)));
          if (d.flag()) {
            d.swap();
          }
          return op;
        });
  }

  private static Op predicate(Draw d, Op op) {
    d.add(d.tensor(op instanceof IsInf ? DType.FLOAT : d.floating(), d.shape(0, 4)));
    return op;
  }

  private static Op choice(Draw d) {
    DType dtype = d.any();
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(DType.BOOL, d.part(shape)));
    d.add(d.tensor(dtype, d.part(shape))).add(d.tensor(dtype, shape));
    return new Where();
  }

  private static Op clip(Draw d) {
    DType dtype = d.number();
    if (dtype == DType.FLOAT && d.flag()) {
      d.activation(d.shape(3, 4));
    } else {
      d.add(d.tensor(dtype, d.shape(0, 4)));
    }
    d.perhaps(d.tensor(dtype, Shape.SCALAR, -2, 3)).perhaps(d.tensor(dtype, Shape.SCALAR, -3, 2));
    d.within(TOLERANCE);
    return new Clip();
  }

  private static Op cast(Draw d) {
    DType from = d.dtype(t -> !t.isComplex() && t != DType.STRING);
    d.add(d.tensor(from, d.shape(0, 4)));
    return new Cast(d.dtype(t -> !t.isComplex()), d.flag(), d.one("up", "down", "nearest"));
  }

  private static Op castLike(Draw d) {
    DType from = d.dtype(t -> !t.isComplex() && t != DType.STRING);
    d.add(d.tensor(from, d.shape(0, 4)));
    d.add(d.tensor(d.dtype(t -> !t.isComplex()), d.shape(0, 2)));
    return new CastLike(d.flag(), "up");
  }

  private static Op bitCast(Draw d) {
    DType from = d.dtype(t -> !t.isComplex() && t != DType.STRING && t != DType.BOOL);
    d.add(d.tensor(from, d.shape(0, 3)));
    return new BitCast(
        d.dtype(
            t ->
                t.bits() == from.bits() && !t.isComplex() && t != DType.STRING && t != DType.BOOL));
  }

  private static Op sumLike(Draw d) {
    DType dtype = d.floating();
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(dtype, shape)).add(d.tensor(dtype, d.part(shape)));
    return new SumLike();
  }
}
