package dev.lanewise.pass;

import dev.lanewise.graph.Node;
import dev.lanewise.graph.Rewriter;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.UnaryFunction;
import dev.lanewise.op.Activation;
import dev.lanewise.op.Add;
import dev.lanewise.op.Clip;
import dev.lanewise.op.Conv;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.HasEpilogue;
import dev.lanewise.op.PRelu;
import dev.lanewise.op.Requantize;
import dev.lanewise.op.Sum;
import dev.lanewise.op.UnaryMath;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets Conv, Gemm and MatMul do what follows them: an added bias, an added residual of the same
 * shape, and one activation, in this order, each only if nobody else reads the value in between.
 */
final class FuseEpilogues implements Rewriter.Rule {
  @Override
  public boolean apply(Node node, Rewriter r) {
    if (node.op() instanceof Add || (node.op() instanceof Sum && node.inputs().size() == 2)) {
      return fuseAdd(node, r, 0) || fuseAdd(node, r, 1);
    }
    if (node.op() instanceof PRelu) {
      return fuseSlope(node, r);
    }
    if (node.op() instanceof Requantize requantize) {
      return fuseRequantize(node, requantize, r);
    }
    Activation activation = activation(node, r);
    return activation != null && fuseActivation(node, activation, r);
  }

  private static @Nullable Activation activation(Node node, Rewriter r) {
    if (node.op() instanceof UnaryMath unary) {
      return unary.activation();
    }
    if (node.op() instanceof Clip) {
      Value min = r.input(node, 1);
      Value max = r.input(node, 2);
      float low = min == null ? Float.NEGATIVE_INFINITY : ChannelConstant.scalar(min);
      float high = max == null ? Float.POSITIVE_INFINITY : ChannelConstant.scalar(max);
      return low <= high ? new Activation(UnaryFunction.CLIP, low, high) : null;
    }
    return null;
  }

  /**
   * The node that computes input i if it can take something over from this node, its only reader.
   */
  private static @Nullable Node fusable(Node node, Rewriter r, int i) {
    Value old = node.input(i);
    Node producer = r.producer(r.input(node, i));
    boolean fits =
        old != null
            && producer != null
            && producer.op() instanceof HasEpilogue
            && r.old().uses(old) == 1
            && producer.output(0).type() instanceof TensorType t
            && t.dtype() == DType.FLOAT
            && t.shape() != null;
    return fits ? producer : null;
  }

  private static Epilogue epilogue(Node producer) {
    return ((HasEpilogue) producer.op()).epilogue();
  }

  private static boolean replace(
      Node node, Node producer, Epilogue epilogue, List<@Nullable Value> inputs, Rewriter r) {
    HasEpilogue op = ((HasEpilogue) producer.op()).withEpilogue(epilogue);
    Value fused = r.add(producer.name(), op, inputs, List.of(node.output(0).name())).get(0);
    r.replace(node.output(0), fused);
    return true;
  }

  private static List<@Nullable Value> standardInputs(Node producer) {
    List<@Nullable Value> inputs = new ArrayList<>(producer.inputs());
    while (inputs.size() < HasEpilogue.STANDARD_INPUTS) {
      inputs.add(null);
    }
    return inputs;
  }

  private static boolean fuseActivation(Node node, Activation activation, Rewriter r) {
    Node producer = fusable(node, r, 0);
    if (producer == null
        || epilogue(producer).hasActivation()
        || activation.function() == UnaryFunction.IDENTITY) {
      return false;
    }
    Epilogue with =
        epilogue(producer)
            .withActivation(activation.function(), activation.alpha(), activation.beta());
    return replace(node, producer, with, producer.inputs(), r);
  }

  private static boolean fuseSlope(Node node, Rewriter r) {
    Node producer = fusable(node, r, 0);
    if (producer == null || epilogue(producer).hasActivation()) {
      return false;
    }
    float[] slope = perChannel(producer, r.input(node, 1));
    if (slope == null) {
      return false;
    }
    List<@Nullable Value> inputs = standardInputs(producer);
    inputs.add(r.constant(node.name() + " slope", Tensor.of(Shape.of(slope.length), slope)));
    return replace(node, producer, epilogue(producer).withSlope(), inputs, r);
  }

  /** One sum, whose factors are those of the producer's channels. */
  private static boolean fuseRequantize(Node node, Requantize requantize, Rewriter r) {
    Node producer = fusable(node, r, 0);
    boolean alone = node.inputs().stream().skip(2).allMatch(Objects::isNull);
    if (producer == null || !alone || !epilogue(producer).isNone()) {
      return false;
    }
    Shape shape = Objects.requireNonNull(((TensorType) producer.output(0).type()).shape());
    int axis = ((HasEpilogue) producer.op()).channelAxis();
    int channels = shape.dim(axis);
    Value given = r.input(node, 1);
    Tensor constant = given == null ? null : given.constant();
    double[] factors = constant == null ? new double[0] : constant.toDoubles();
    boolean same =
        Math.floorMod(axis, shape.rank()) == Math.floorMod(requantize.axis(), shape.rank());
    if (factors.length != 1 && (factors.length != channels || !same)) {
      return false;
    }
    float[] perChannel = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = factors[factors.length == 1 ? 0 : c];
      perChannel[c] = (float) factor;
      if (perChannel[c] != factor) {
        return false;
      }
    }
    List<@Nullable Value> inputs = standardInputs(producer);
    inputs.add(r.constant(node.name() + " factors", Tensor.of(Shape.of(channels), perChannel)));
    Epilogue with = epilogue(producer).withRequantise(requantize.low(), requantize.high());
    return replace(node, producer, with, inputs, r);
  }

  private static boolean fuseAdd(Node node, Rewriter r, int i) {
    Node producer = fusable(node, r, i);
    Value other = r.input(node, 1 - i);
    if (producer == null || other == null || !epilogue(producer).isNone()) {
      return false;
    }
    if (producer.op() instanceof Gemm gemm && gemm.beta() != 1) {
      return false;
    }
    return fuseBias(node, producer, other, r) || fuseResidual(node, producer, other, r);
  }

  private static boolean fuseBias(Node node, Node producer, Value other, Rewriter r) {
    float[] added = perChannel(producer, other);
    Value bias = producer.input(2);
    if (added == null || (bias != null && perColumn(bias, added.length) == null)) {
      return false;
    }
    float[] sum = added.clone();
    if (bias != null) {
      float[] had = Objects.requireNonNull(perColumn(bias, added.length));
      for (int c = 0; c < sum.length; c++) {
        sum[c] += had[c];
      }
    }
    List<@Nullable Value> inputs = standardInputs(producer);
    inputs.set(2, r.constant(node.name() + " bias", Tensor.of(Shape.of(sum.length), sum)));
    return replace(node, producer, Epilogue.NONE, inputs, r);
  }

  private static float @Nullable [] perColumn(Value bias, int channels) {
    return ChannelConstant.of(bias, 1, 0, channels);
  }

  private static boolean fuseResidual(Node node, Node producer, Value other, Rewriter r) {
    // A constant stays plain, but a convolution wants its residual in its own layout.
    boolean stays = other.constant() != null && producer.op() instanceof Conv;
    if (stays
        || !other.type().equals(producer.output(0).type())
        || !(other.type() instanceof TensorType t)
        || !t.isKnown()) {
      return false;
    }
    List<@Nullable Value> inputs = standardInputs(producer);
    inputs.add(other);
    return replace(node, producer, Epilogue.NONE.withResidual(), inputs, r);
  }

  private static float @Nullable [] perChannel(Node producer, @Nullable Value value) {
    Shape shape = Objects.requireNonNull(((TensorType) producer.output(0).type()).shape());
    int axis = ((HasEpilogue) producer.op()).channelAxis();
    return ChannelConstant.of(
        value, shape.rank(), axis < 0 ? axis + shape.rank() : axis, shape.dim(axis));
  }
}
