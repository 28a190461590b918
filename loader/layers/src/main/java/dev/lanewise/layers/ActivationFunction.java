package dev.lanewise.layers;

import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.CellFunction;
import dev.lanewise.op.Celu;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Elu;
import dev.lanewise.op.Exp;
import dev.lanewise.op.Gelu;
import dev.lanewise.op.HardSigmoid;
import dev.lanewise.op.HardSwish;
import dev.lanewise.op.LeakyRelu;
import dev.lanewise.op.LogSoftmax;
import dev.lanewise.op.Max;
import dev.lanewise.op.Mish;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Neg;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Selu;
import dev.lanewise.op.Shrink;
import dev.lanewise.op.Sigmoid;
import dev.lanewise.op.Softmax;
import dev.lanewise.op.Softplus;
import dev.lanewise.op.Softsign;
import dev.lanewise.op.Split;
import dev.lanewise.op.Sqrt;
import dev.lanewise.op.Sub;
import dev.lanewise.op.Swish;
import dev.lanewise.op.Tanh;
import dev.lanewise.op.UnaryMath;
import dev.lanewise.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A function that layers apply to their result, as {@code keras.activations} has them.
 *
 * @param name its name in configurations
 * @param body how it is added to a graph
 * @param op the operator, if it is one function of one variable
 */
record ActivationFunction(String name, Body body, @Nullable Op op) {
  /** Adds a function to a graph. */
  interface Body {
    Flow apply(Emitter e, Flow x);
  }

  static final ActivationFunction LINEAR = new ActivationFunction("linear", (e, x) -> x, null);

  private static final float SELU_ALPHA = 1.6732632423543772f;
  private static final float SELU_SCALE = 1.0507009873554805f;

  /** What Keras before version 3 means by hard_sigmoid. */
  private static final Op OLD_HARD_SIGMOID = new HardSigmoid(0.2f, 0.5f);

  private static final Map<String, Op> OPERATORS =
      Map.ofEntries(
          Map.entry("relu", new Relu()),
          Map.entry("leaky_relu", new LeakyRelu(0.2f)),
          Map.entry("elu", new Elu(1)),
          Map.entry("celu", new Celu(1)),
          Map.entry("selu", new Selu(SELU_ALPHA, SELU_SCALE)),
          Map.entry("softplus", new Softplus()),
          Map.entry("softsign", new Softsign()),
          Map.entry("silu", new Swish(1)),
          Map.entry("swish", new Swish(1)),
          Map.entry("gelu", new Gelu(false)),
          Map.entry("tanh", new Tanh()),
          Map.entry("sigmoid", new Sigmoid()),
          Map.entry("exponential", new Exp()),
          Map.entry("hard_sigmoid", new HardSigmoid(1 / 6f, 0.5f)),
          Map.entry("hard_silu", new HardSwish()),
          Map.entry("hard_swish", new HardSwish()),
          Map.entry("mish", new Mish()),
          Map.entry("soft_shrink", new Shrink(0.5f, 0.5f)),
          Map.entry("hard_shrink", new Shrink(0.5f, 0)),
          Map.entry("sparse_sigmoid", new HardSigmoid(0.5f, 0.5f)));

  private static final Map<String, Body> COMPOSITES =
      Map.ofEntries(
          Map.entry("linear", (e, x) -> x),
          Map.entry("relu6", (e, x) -> clip(e, x, 0, 6)),
          Map.entry("hard_tanh", (e, x) -> clip(e, x, -1, 1)),
          Map.entry("softmax", (e, x) -> softmax(e, x, -1)),
          Map.entry("log_softmax", (e, x) -> x.with(e.add(new LogSoftmax(last(x)), x.value()))),
          Map.entry("log_sigmoid", ActivationFunction::logSigmoid),
          Map.entry("tanh_shrink", ActivationFunction::tanhShrink),
          Map.entry("squareplus", ActivationFunction::squarePlus),
          Map.entry("sparse_plus", ActivationFunction::sparsePlus),
          Map.entry("glu", ActivationFunction::gatedLinear));

  /** The function that a configuration names, or spells out as an object. */
  static ActivationFunction read(Config config, String key, JsonNode json) {
    if (json.isString()) {
      return named(config, json.stringValue());
    }
    JsonNode inner = json.path("config");
    if (inner.isString()) {
      return named(config, inner.stringValue());
    }
    String className = json.path("class_name").asString("");
    if (LayerTypes.find(className) != null
        && LayerTypes.read(json, config.form()) instanceof UnaryLayer layer) {
      return new ActivationFunction(className, layer::call, null);
    }
    if (inner.isObject() && inner.isEmpty()) {
      return named(config, className);
    }
    throw config.unsupported("'" + key + "' is " + className + ", which is no activation of Keras");
  }

  private static ActivationFunction named(Config config, String name) {
    Op op =
        name.equals("hard_sigmoid") && config.form() == Form.KERAS_2
            ? OLD_HARD_SIGMOID
            : OPERATORS.get(name);
    if (op != null) {
      return new ActivationFunction(name, (e, x) -> x.with(e.add(op, x.value())), op);
    }
    Body body = COMPOSITES.get(name);
    if (body == null) {
      TreeSet<String> known = new TreeSet<>(OPERATORS.keySet());
      known.addAll(COMPOSITES.keySet());
      throw config.unsupported("the activation '" + name + "' is not among " + known);
    }
    return new ActivationFunction(name, body, null);
  }

  /** Applies the function. */
  Flow apply(Emitter e, Flow x) {
    return body.apply(e, x);
  }

  /** The function within a recurrent cell. */
  CellFunction cell(Config config) {
    if (op instanceof UnaryMath math && math.activation() != null) {
      return CellFunction.of(java.util.Objects.requireNonNull(math.activation()));
    }
    if (name.equals("linear")) {
      return CellFunction.of(
          new dev.lanewise.op.Activation(dev.lanewise.kernel.UnaryFunction.IDENTITY));
    }
    throw config.unsupported("the activation '" + name + "' inside of a recurrent cell");
  }

  private static int last(Flow x) {
    return x.physical(x.rank() - 1);
  }

  /** Softmax along an axis as layers count it. */
  static Flow softmax(Emitter e, Flow x, int axis) {
    int at = x.physical(axis < 0 ? axis + x.rank() : axis);
    return x.with(e.add(new Softmax(at), x.value()));
  }

  /** Limits to an interval. */
  static Flow clip(Emitter e, Flow x, double low, double high) {
    DType dtype = x.dtype();
    Value min = Double.isInfinite(low) ? null : e.scalar(low, dtype);
    Value max = Double.isInfinite(high) ? null : e.scalar(high, dtype);
    return x.with(e.add(new Clip(), x.value(), min, max));
  }

  private static Flow logSigmoid(Emitter e, Flow x) {
    Value soft = e.add(new Softplus(), e.add(new Neg(), x.value()));
    return x.with(e.add(new Neg(), soft));
  }

  private static Flow tanhShrink(Emitter e, Flow x) {
    return x.with(e.add(new Sub(), x.value(), e.add(new Tanh(), x.value())));
  }

  private static Flow squarePlus(Emitter e, Flow x) {
    Value square = e.add(new Mul(), x.value(), x.value());
    Value root = e.add(new Sqrt(), e.add(new Add(), square, e.scalar(4, x.dtype())));
    Value sum = e.add(new Add(), x.value(), root);
    return x.with(e.add(new Mul(), sum, e.scalar(0.5, x.dtype())));
  }

  /** 0 up to −1, (x + 1)² / 4 up to 1, then x. */
  private static Flow sparsePlus(Emitter e, Flow x) {
    Value one = e.scalar(1, x.dtype());
    Value inner = e.add(new Add(), clip(e, x, -1, 1).value(), one);
    Value square = e.add(new Mul(), e.add(new Mul(), inner, inner), e.scalar(0.25, x.dtype()));
    Value beyond = e.add(new Max(), e.add(new Sub(), x.value(), one), e.scalar(0, x.dtype()));
    return x.with(e.add(new Add(), square, beyond));
  }

  private static Flow gatedLinear(Emitter e, Flow x) {
    List<Value> halves = e.add(new Split(last(x), 2), 2, x.value());
    return x.with(e.add(new Mul(), halves.get(0), e.add(new Sigmoid(), halves.get(1))));
  }
}
