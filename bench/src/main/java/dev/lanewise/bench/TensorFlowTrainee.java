package dev.lanewise.bench;

import dev.lanewise.layers.Network;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Adam;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Optimizer;
import dev.lanewise.trainer.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Training by TensorFlow: a step is one run of a graph with its operators, derivatives and fused
 * updates. Variables are updated when all derivatives are there.
 */
final class TensorFlowTrainee implements Trainee {
  /** A batch in TensorFlow's memory. */
  private record TensorFlowBatch(TFloat32 x, TType labels) {}

  private final Graph graph = new Graph();
  private final Session session;
  private final Optimizer optimizer;
  private final List<TensorFlowBatch> batches = new ArrayList<>();
  private final Operand<TFloat32> x;
  private final Operand<? extends TType> labels;
  private final Placeholder<TFloat32> rate;
  private final Placeholder<TFloat32> beta1Power;
  private final Placeholder<TFloat32> beta2Power;
  private final Output<TFloat32> loss;
  private final Op update;
  private long updates;

  TensorFlowTrainee(
      Network network,
      Collection<Tensor> weights,
      Optimizer optimizer,
      List<Batch> all,
      int threads) {
    this.optimizer = optimizer;
    Ops tf = Ops.create(graph);
    Batch first = all.get(0);
    TensorFlowNetwork layers = new TensorFlowNetwork(tf, first.size(), weights);
    Shape sample = TensorFlowNetwork.shape(first.inputs().get(0).shape());
    Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(sample));
    x = input;
    rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    beta1Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    beta2Power = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    try {
      Operand<TFloat32> logits = layers.forward(network, input);
      Output<TFloat32> each;
      Output<TFloat32> slope;
      if (first.labels().dtype() == DType.INT64) {
        Placeholder<TInt64> classes =
            tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(first.size())));
        labels = classes;
        SparseSoftmaxCrossEntropyWithLogits<TFloat32> entropy =
            tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, classes);
        each = entropy.loss();
        slope = entropy.backprop();
      } else {
        Placeholder<TFloat32> shares =
            tf.placeholder(
                TFloat32.class, Placeholder.shape(TensorFlowNetwork.shape(first.labels().shape())));
        labels = shares;
        SoftmaxCrossEntropyWithLogits<TFloat32> entropy =
            tf.nn.softmaxCrossEntropyWithLogits(logits, shares);
        each = entropy.loss();
        slope = entropy.backprop();
      }
      loss = tf.math.mean(each, tf.array(0)).asOutput();
      // The entropy of classes has no derivative in the C++ API, but computes it beside the loss.
      Operand<TFloat32> dlogits = tf.math.mul(slope, tf.constant(1f / first.size()));
      Output<?>[] xs = layers.variables().stream().map(Operand::asOutput).toArray(Output<?>[]::new);
      Output<?>[] dxs =
          graph.addGradients(
              "gradients",
              new Output<?>[] {logits.asOutput()},
              xs,
              new Output<?>[] {dlogits.asOutput()});
      List<Op> initializers = new ArrayList<>(layers.initializers());
      update = update(tf, layers.variables(), dxs, initializers);
      session =
          new Session(
              graph,
              ConfigProto.newBuilder()
                  .setIntraOpParallelismThreads(threads)
                  .setInterOpParallelismThreads(1)
                  .build());
      Session.Runner runner = session.runner();
      initializers.forEach(runner::addTarget);
      runner.run().close();
    } catch (TensorFlowException e) {
      throw new PeerException(e);
    }
    all.forEach(b -> batches.add(tensorFlow(b)));
  }

  /** What is in use. */
  static String version() {
    return TensorFlow.version();
  }

  private Op update(
      Ops tf, List<Variable<TFloat32>> variables, Output<?>[] dxs, List<Op> initializers) {
    List<Operation> derivatives = Arrays.stream(dxs).map(Output::op).distinct().toList();
    Ops after = tf.withControlDependencyOps(derivatives);
    List<Op> moves = new ArrayList<>();
    for (int i = 0; i < dxs.length; i++) {
      Variable<TFloat32> variable = variables.get(i);
      Output<TFloat32> dx = dxs[i].expect(TFloat32.class);
      Shape shape = variable.shape();
      if (optimizer instanceof Sgd sgd && !sgd.nesterov()) {
        moves.add(
            after.train.applyMomentum(
                variable,
                slot(tf, shape, initializers),
                rate,
                dx,
                tf.constant((float) sgd.momentum())));
      } else if (optimizer instanceof Adam adam && !adam.amsgrad()) {
        moves.add(
            after.train.applyAdam(
                variable,
                slot(tf, shape, initializers),
                slot(tf, shape, initializers),
                beta1Power,
                beta2Power,
                rate,
                tf.constant((float) adam.beta1()),
                tf.constant((float) adam.beta2()),
                tf.constant((float) adam.epsilon()),
                dx));
      } else {
        throw new PeerException("the optimiser " + optimizer + " is not compared with TensorFlow");
      }
    }
    return tf.withControlDependencies(moves).noOp();
  }

  private static Variable<TFloat32> slot(Ops tf, Shape shape, List<Op> initializers) {
    Variable<TFloat32> slot = tf.variable(shape, TFloat32.class);
    float[] zeros = new float[(int) shape.size()];
    initializers.add(tf.assign(slot, tf.constant(shape, DataBuffers.of(zeros, true, false))));
    return slot;
  }

  private static TensorFlowBatch tensorFlow(Batch batch) {
    Tensor y = batch.labels();
    return new TensorFlowBatch(
        floats(batch.inputs().get(0)),
        y.dtype() == DType.INT64
            ? TInt64.tensorOf(Shape.of(y.size()), DataBuffers.of(y.longs(), true, false))
            : floats(y));
  }

  private static TFloat32 floats(Tensor t) {
    return TFloat32.tensorOf(
        TensorFlowNetwork.shape(t.shape()), DataBuffers.of(t.floats(), true, false));
  }

  @Override
  public double step(int batch) {
    TensorFlowBatch b = batches.get(batch);
    Session.Runner runner = session.runner().feed(x, b.x()).feed(labels, b.labels());
    try (TFloat32 r = TFloat32.scalarOf((float) optimizer.learningRate().rate(updates));
        TFloat32 power1 = power(optimizer instanceof Adam adam ? adam.beta1() : 0);
        TFloat32 power2 = power(optimizer instanceof Adam adam ? adam.beta2() : 0)) {
      runner.feed(rate, r);
      if (optimizer instanceof Adam) {
        runner.feed(beta1Power, power1).feed(beta2Power, power2);
      }
      try (Result result = runner.fetch(loss).addTarget(update).run()) {
        updates++;
        return ((TFloat32) result.get(0)).getFloat();
      }
    } catch (TensorFlowException e) {
      throw new PeerException(e);
    }
  }

  private TFloat32 power(double beta) {
    return TFloat32.scalarOf((float) Math.pow(beta, updates + 1));
  }

  @Override
  public void close() {
    batches.forEach(
        b -> {
          b.x().close();
          b.labels().close();
        });
    session.close();
    graph.close();
  }
}
