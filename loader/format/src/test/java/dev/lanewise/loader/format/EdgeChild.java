package dev.lanewise.loader.format;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.Relu;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;

/** Loads a model from bytes, runs it, and looks at what it left behind. */
public final class EdgeChild {
  private EdgeChild() {}

  /** Prints the answer, and what has changed in the process. */
  public static void main(String[] args) throws IOException {
    System.out.println(answer());
  }

  /** The answer as text, with threads and properties that are new. */
  public static String answer() throws IOException {
    GraphBuilder b = new GraphBuilder("small");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(1, 2)));
    Value w = b.constant("w", Tensor.of(Shape.of(2, 2), 1f, -2f, 3f, -4f));
    b.output(b.add("relu", new Relu(), b.add("gemm", new Gemm(1, 1, false, false), x, w)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LanewiseWriter.write(b.build(), WriteOptions.DEFAULT, out);
    byte[] file = out.toByteArray();

    Properties before = (Properties) System.getProperties().clone();
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    SessionOptions options =
        SessionOptions.defaults().withKernels(KernelChoice.SCALAR).withThreads(1);
    float[] y;
    try (Session session = Model.of(LanewiseFile.of(file).graph()).newSession(options)) {
      y = session.run(Tensor.of(Shape.of(1, 2), 1f, 2f)).floats();
    }
    long started =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> !threads.contains(t) && t.getName().startsWith("lanewise"))
            .count();
    boolean same = before.equals(System.getProperties());
    return "answer " + Arrays.toString(y) + " threads " + started + " properties " + same;
  }
}
