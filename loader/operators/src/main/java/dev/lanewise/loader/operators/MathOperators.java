package dev.lanewise.loader.operators;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Abs;
import dev.lanewise.op.Acos;
import dev.lanewise.op.Acosh;
import dev.lanewise.op.Add;
import dev.lanewise.op.And;
import dev.lanewise.op.ArgMax;
import dev.lanewise.op.ArgMin;
import dev.lanewise.op.Asin;
import dev.lanewise.op.Asinh;
import dev.lanewise.op.Atan;
import dev.lanewise.op.Atanh;
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
import dev.lanewise.op.Cos;
import dev.lanewise.op.Cosh;
import dev.lanewise.op.CumProd;
import dev.lanewise.op.CumSum;
import dev.lanewise.op.Det;
import dev.lanewise.op.Div;
import dev.lanewise.op.Einsum;
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
import dev.lanewise.op.ReduceL1;
import dev.lanewise.op.ReduceL2;
import dev.lanewise.op.ReduceLogSum;
import dev.lanewise.op.ReduceLogSumExp;
import dev.lanewise.op.ReduceMax;
import dev.lanewise.op.ReduceMean;
import dev.lanewise.op.ReduceMin;
import dev.lanewise.op.ReduceProd;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.ReduceSumSquare;
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
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tan;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.ThresholdedRelu;
import dev.lanewise.op.TopK;
import dev.lanewise.op.Unsqueeze;
import dev.lanewise.op.Where;
import dev.lanewise.op.Xor;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Table lines of element-wise, reducing and linear algebra operators. */
final class MathOperators {
  private MathOperators() {}

  static void addTo(OperatorTable table) {
    addFunctions(table);
    addCombinations(table);
    addReductions(table);
  }

  static void addRectifiers(OperatorTable table) {
    table.add("Relu", 1, n -> n.emit(new Relu()));
    table.add("LeakyRelu", 1, n -> n.emit(new LeakyRelu(n.real("alpha", 0.01f))));
    table.add("Clip", 1, MathOperators::clip);
    table.add("Clip", 11, n -> n.emit(new Clip()));
  }

  static void addSigmoids(OperatorTable table) {
    table.add("Sigmoid", 1, n -> n.emit(new Sigmoid()));
    table.add("Tanh", 1, n -> n.emit(new Tanh()));
    table.add("HardSwish", 14, n -> n.emit(new HardSwish()));
    table.add(
        "HardSigmoid",
        1,
        n -> n.emit(new HardSigmoid(n.real("alpha", 0.2f), n.real("beta", 0.5f))));
  }

  static void addPowers(OperatorTable table) {
    table.add("Sqrt", 1, n -> n.emit(new Sqrt()));
    table.add("Pow", 1, n -> broadcast(n, new Pow()));
    table.add("Pow", 7, n -> n.emit(new Pow()));
    table.add("Exp", 1, n -> n.emit(new Exp()));
    table.add("Erf", 9, n -> n.emit(new Erf()));
    table.add("Gelu", 20, n -> n.emit(new Gelu(gelu(n))));
  }

  private static void addFunctions(OperatorTable table) {
    table.add("Neg", 1, n -> n.emit(new Neg()));
    table.add("Abs", 1, n -> n.emit(new Abs()));
    table.add("Log", 1, n -> n.emit(new Log()));
    table.add("Reciprocal", 1, n -> n.emit(new Reciprocal()));
    table.add("Floor", 1, n -> n.emit(new Floor()));
    table.add("Ceil", 1, n -> n.emit(new Ceil()));
    table.add("Softplus", 1, n -> n.emit(new Softplus()));
    table.add("Softsign", 1, n -> n.emit(new Softsign()));
    table.add("Not", 1, n -> n.emit(new Not()));
    table.add("Sin", 7, n -> n.emit(new Sin()));
    table.add("Cos", 7, n -> n.emit(new Cos()));
    table.add("Tan", 7, n -> n.emit(new Tan()));
    table.add("Asin", 7, n -> n.emit(new Asin()));
    table.add("Acos", 7, n -> n.emit(new Acos()));
    table.add("Atan", 7, n -> n.emit(new Atan()));
    table.add("Sinh", 9, n -> n.emit(new Sinh()));
    table.add("Cosh", 9, n -> n.emit(new Cosh()));
    table.add("Asinh", 9, n -> n.emit(new Asinh()));
    table.add("Acosh", 9, n -> n.emit(new Acosh()));
    table.add("Atanh", 9, n -> n.emit(new Atanh()));
    table.add("Sign", 9, n -> n.emit(new Sign()));
    table.add("IsNaN", 9, n -> n.emit(new IsNaN()));
    table.add("Round", 11, n -> n.emit(new Round()));
    table.add("Mish", 18, n -> n.emit(new Mish()));
    table.add("BitwiseNot", 18, n -> n.emit(new BitwiseNot()));
    table.add("Elu", 1, n -> n.emit(new Elu(n.real("alpha", 1))));
    table.add("Celu", 12, n -> n.emit(new Celu(n.real("alpha", 1))));
    table.add("Swish", 24, n -> n.emit(new Swish(n.real("alpha", 1))));
    table.add("ThresholdedRelu", 1, n -> n.emit(new ThresholdedRelu(n.real("alpha", 1))));
    table.add("Selu", 1, n -> n.emit(new Selu(n.real("alpha", 1.6732f), n.real("gamma", 1.0507f))));
    table.add(
        "Selu", 6, n -> n.emit(new Selu(n.real("alpha", 1.6732632f), n.real("gamma", 1.050701f))));
    table.add("Shrink", 9, n -> n.emit(new Shrink(n.real("lambd", 0.5f), n.real("bias", 0))));
    table.add(
        "IsInf",
        10,
        n -> n.emit(new IsInf(n.flag("detect_negative", true), n.flag("detect_positive", true))));
  }

  static void addArithmetic(OperatorTable table) {
    table.add("Add", 1, n -> broadcast(n, new Add()));
    table.add("Add", 7, n -> n.emit(new Add()));
    table.add("Mul", 1, n -> broadcast(n, new Mul()));
    table.add("Mul", 7, n -> n.emit(new Mul()));
  }

  static void addInverseArithmetic(OperatorTable table) {
    table.add("Sub", 1, n -> broadcast(n, new Sub()));
    table.add("Sub", 7, n -> n.emit(new Sub()));
    table.add("Div", 1, n -> broadcast(n, new Div()));
    table.add("Div", 7, n -> n.emit(new Div()));
  }

  private static void addCombinations(OperatorTable table) {
    table.add("And", 1, n -> broadcast(n, new And()));
    table.add("And", 7, n -> n.emit(new And()));
    table.add("Or", 1, n -> broadcast(n, new Or()));
    table.add("Or", 7, n -> n.emit(new Or()));
    table.add("Xor", 1, n -> broadcast(n, new Xor()));
    table.add("Xor", 7, n -> n.emit(new Xor()));
    table.add("Equal", 1, n -> broadcast(n, new Equal()));
    table.add("Equal", 7, n -> n.emit(new Equal()));
    table.add("Less", 1, n -> broadcast(n, new Less()));
    table.add("Less", 7, n -> n.emit(new Less()));
    table.add("Greater", 1, n -> broadcast(n, new Greater()));
    table.add("Greater", 7, n -> n.emit(new Greater()));
    table.add("LessOrEqual", 12, n -> n.emit(new LessOrEqual()));
    table.add("GreaterOrEqual", 12, n -> n.emit(new GreaterOrEqual()));
    table.add("BitwiseAnd", 18, n -> n.emit(new BitwiseAnd()));
    table.add("BitwiseOr", 18, n -> n.emit(new BitwiseOr()));
    table.add("BitwiseXor", 18, n -> n.emit(new BitwiseXor()));
    table.add("Mod", 10, n -> n.emit(new Mod(n.flag("fmod", false))));
    table.add("BitShift", 11, n -> n.emit(new BitShift(left(n))));
    table.add("PRelu", 1, MathOperators::channelPRelu);
    table.add("PRelu", 7, n -> n.emit(new PRelu()));
    table.add("Where", 9, n -> n.emit(new Where()));
  }

  static void addSums(OperatorTable table) {
    table.add("Sum", 1, n -> n.emit(new Sum()));
    table.add("Mean", 1, n -> n.emit(new Mean()));
    table.add("Max", 1, n -> n.emit(new Max()));
    table.add("Min", 1, n -> n.emit(new Min()));
  }

  static void addMeans(OperatorTable table) {
    reduction(table, "ReduceSum", 13, ReduceSum::new);
    reduction(table, "ReduceMean", 18, ReduceMean::new);
  }

  static void addCasts(OperatorTable table) {
    table.add("Cast", 1, n -> n.emit(new Cast(namedType(n))));
    table.add(
        "Cast",
        6,
        n ->
            n.emit(
                new Cast(required(n, "to"), n.flag("saturate", true), n.text("round_mode", "up"))));
    table.add(
        "CastLike",
        15,
        n -> n.emit(new CastLike(n.flag("saturate", true), n.text("round_mode", "up"))));
    table.add("BitCast", 26, n -> n.emit(new BitCast(required(n, "to"))));
  }

  private static void addReductions(OperatorTable table) {
    reduction(table, "ReduceMax", 18, ReduceMax::new);
    reduction(table, "ReduceMin", 18, ReduceMin::new);
    reduction(table, "ReduceProd", 18, ReduceProd::new);
    reduction(table, "ReduceL1", 18, ReduceL1::new);
    reduction(table, "ReduceL2", 18, ReduceL2::new);
    reduction(table, "ReduceLogSum", 18, ReduceLogSum::new);
    reduction(table, "ReduceLogSumExp", 18, ReduceLogSumExp::new);
    reduction(table, "ReduceSumSquare", 18, ReduceSumSquare::new);
    table.add(
        "ArgMax",
        1,
        n ->
            n.emit(
                new ArgMax(
                    axis(n, 0), n.flag("keepdims", true), n.flag("select_last_index", false))));
    table.add(
        "ArgMin",
        1,
        n ->
            n.emit(
                new ArgMin(
                    axis(n, 0), n.flag("keepdims", true), n.flag("select_last_index", false))));
    table.add(
        "CumSum",
        11,
        n -> n.emit(new CumSum(n.flag("exclusive", false), n.flag("reverse", false))));
    table.add(
        "CumProd",
        26,
        n -> n.emit(new CumProd(n.flag("exclusive", false), n.flag("reverse", false))));
    table.add(
        "TopK",
        1,
        n -> n.emit(new TopK(axis(n, -1), true), n.input(0), n.constant(n.integer("k"))));
    table.add("TopK", 10, n -> n.emit(new TopK(axis(n, -1), n.flag("largest", true))));
    table.add("Einsum", 12, n -> n.emit(new Einsum(n.text("equation"))));
    table.add("Det", 11, n -> n.emit(new Det()));
  }

  private interface ReductionOp {
    Op make(boolean keepDims, boolean noopWithEmptyAxes);
  }

  /** Up to version {@code axesInput} − 1 the axes are an attribute. */
  private static void reduction(
      OperatorTable table, String operator, int axesInput, ReductionOp op) {
    table.add(
        operator,
        1,
        n -> {
          long[] axes = n.longs("axes");
          Op reduction = op.make(n.flag("keepdims", true), false);
          n.emit(reduction, n.input(0), axes.length == 0 ? null : n.constant(axes));
        });
    table.add(
        operator,
        axesInput,
        n -> n.emit(op.make(n.flag("keepdims", true), n.flag("noop_with_empty_axes", false))));
  }

  private static int axis(OnnxNode n, int defaultValue) {
    return Math.toIntExact(n.integer("axis", defaultValue));
  }

  private static boolean gelu(OnnxNode n) {
    return switch (n.text("approximate", "none")) {
      case "none" -> false;
      case "tanh" -> true;
      default -> throw n.fail("approximate must be none or tanh");
    };
  }

  private static boolean left(OnnxNode n) {
    return switch (n.text("direction")) {
      case "LEFT" -> true;
      case "RIGHT" -> false;
      default -> throw n.fail("direction must be LEFT or RIGHT");
    };
  }

  private static DType required(OnnxNode n, String attribute) {
    if (!n.hasAttribute(attribute)) {
      throw n.fail("attribute '" + attribute + "' is missing");
    }
    return n.dtype(attribute, DType.FLOAT);
  }

  /** In version 1 of Cast the type is given by its name. */
  private static DType namedType(OnnxNode n) {
    String name = n.text("to").toUpperCase(Locale.ROOT);
    return Arrays.stream(DType.values())
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(() -> n.fail("unknown element type " + name));
  }

  /** Before version 7 the second operand is broadcast only if the node says so, from an axis on. */
  private static void broadcast(OnnxNode n, Op op) {
    if (!n.flag("broadcast", false) || !n.hasAttribute("axis")) {
      n.emit(op);
      return;
    }
    n.emit(op, n.input(0), aligned(n, n.input(1), Math.toIntExact(n.integer("axis"))));
  }

  /** A value with dimensions of size 1 at the end, so that its first meets an axis of input 0. */
  private static Value aligned(OnnxNode n, Value value, int axis) {
    Shape whole = shape(n.input(0));
    Shape part = shape(value);
    if (whole == null || part == null) {
      throw n.unsupported("broadcasting from an axis between inputs of unknown rank");
    }
    int from = axis < 0 ? axis + whole.rank() : axis;
    int missing = whole.rank() - from - part.rank();
    if (from < 0 || missing < 0) {
      throw n.fail("input of shape " + part + " does not fit " + whole + " from axis " + axis);
    }
    long[] axes = new long[missing];
    Arrays.setAll(axes, i -> part.rank() + i);
    return missing == 0 ? value : n.add(new Unsqueeze(), value, n.constant(axes));
  }

  private static @Nullable Shape shape(Value value) {
    return value.type() instanceof TensorType type ? type.shape() : null;
  }

  /** Before version 7 the slope has one value for all channels or one per channel. */
  private static void channelPRelu(OnnxNode n) {
    Shape slope = shape(n.input(1));
    boolean perChannel = slope != null && slope.rank() == 1 && slope.dim(0) != 1;
    n.emit(new PRelu(), n.input(0), perChannel ? aligned(n, n.input(1), 1) : n.input(1));
  }

  /** Before version 11 the limits are attributes. */
  private static void clip(OnnxNode n) {
    n.emit(new Clip(), n.input(0), limit(n, "min"), limit(n, "max"));
  }

  private static @Nullable Value limit(OnnxNode n, String attribute) {
    if (!n.hasAttribute(attribute) || !(n.input(0).type() instanceof TensorType type)) {
      return null;
    }
    double[] value = {n.real(attribute)};
    return n.constant(
        Tensor.of(type.dtype(), Shape.SCALAR, Elements.fromDoubles(type.dtype(), value)));
  }
}
