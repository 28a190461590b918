package dev.lanewise.bench.micro;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.MatMul;
import dev.lanewise.op.Relu;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A whole run of a small dense network with the caller's output: with -prof gc, no bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SessionBenchmark {
  private final Session session = network().newSession(SessionOptions.defaults().withThreads(1));
  private final Datum[] inputs = {Tensor.of(Shape.of(1, 784), Work.random(784, 5))};
  private final @Nullable Datum[] outputs = {Tensor.zeros(DType.FLOAT, Shape.of(1, 10))};

  /** JMH makes it. */
  public SessionBenchmark() {}

  private static Model network() {
    GraphBuilder b = new GraphBuilder("784-512-10");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 784)));
    Value first = b.constant("w1", Tensor.of(Shape.of(784, 512), Work.random(784 * 512, 1)));
    Value second = b.constant("w2", Tensor.of(Shape.of(512, 10), Work.random(512 * 10, 2)));
    Value hidden = b.add("hidden", new Relu(), b.add("h", new MatMul(), x, first));
    b.output(b.add("softmax", new Softmax(-1), b.add("y", new MatMul(), hidden, second)));
    return Model.of(b.build());
  }

  /** Runs the network once. */
  @Benchmark
  public Object run() {
    session.run(inputs, outputs);
    return outputs;
  }
}
