package dev.lanewise.loader.format;

import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Concat;
import dev.lanewise.op.Gemm;
import dev.lanewise.op.Identity;
import dev.lanewise.op.If;
import dev.lanewise.op.Relu;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Graphs and files for tests. */
final class Samples {
  private Samples() {}

  /** A graph with a large weight, a branch, a string, and a dimension with a name. */
  static Graph graph() {
    TensorType row =
        new TensorType(
            DType.FLOAT, Shape.symbolic(new int[] {Shape.UNKNOWN, 64}, new String[] {"batch", ""}));
    GraphBuilder yes = new GraphBuilder("yes");
    Value inner = yes.input("inner", row);
    yes.output(yes.add("relu", new Relu(), inner));
    GraphBuilder no = new GraphBuilder("no");
    Value other = no.input("inner", row);
    no.output(no.add("plus", new Add(), other, no.constant("one", Tensor.scalar(1f))));
    GraphBuilder b = new GraphBuilder("sample");
    Value condition = b.input("condition", new TensorType(DType.BOOL, Shape.SCALAR));
    Value x = b.input("x", row);
    Value w = b.constant("w", Tensor.of(Shape.of(64, 64), random(64 * 64)));
    Value bias = b.constant("w", Tensor.of(Shape.of(64), random(64)));
    Value dense = b.add("dense", new Gemm(1, 1, false, true), x, w, bias);
    If op = new If(yes.build(), no.build());
    Value branch = b.add("branch", op, List.of(condition, dense), List.of("branch")).get(0);
    b.output(b.add("y", new Concat(1), branch, dense));
    Tensor text = Tensor.of(DType.STRING, Shape.of(2), new String[] {"ä \"quoted\"", ""});
    b.output(b.add("text", new Identity(), b.constant("label", text)));
    return b.build();
  }

  static float[] random(int n) {
    Random random = new Random(n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  static byte[] file() {
    return bytes(graph(), WriteOptions.DEFAULT);
  }

  static byte[] bytes(Graph graph, WriteOptions options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      LanewiseWriter.write(graph, options, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** What the graph gives for a fixed input. */
  static List<Datum> run(Graph graph, boolean condition) {
    Tensor which = Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {(byte) (condition ? 1 : 0)});
    return Interpreter.run(graph, List.of(which, Tensor.of(Shape.of(3, 64), random(3 * 64))));
  }

  /** A safetensors file of a header and as many bytes of data. */
  static byte[] file(String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  /** A file with metadata as they are given, and a checksum that is right. */
  static byte[] file(Map<String, String> metadata, String tensors, int data) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.putIfAbsent(LanewiseFile.VERSION, "1");
    all.putIfAbsent(
        LanewiseFile.CHECKSUM,
        Checksum.of(
            all.getOrDefault(LanewiseFile.GRAPH, ""),
            all.getOrDefault(LanewiseFile.CONFIG, ""),
            all.getOrDefault(LanewiseFile.TENSORS, "")));
    return file(
        "{\"__metadata__\":"
            + JsonWriter.write(all)
            + (tensors.isEmpty() ? "" : ",")
            + tensors
            + "}",
        data);
  }
}
