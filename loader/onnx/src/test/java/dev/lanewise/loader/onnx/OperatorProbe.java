package dev.lanewise.loader.onnx;

import com.google.protobuf.ByteString;
import dev.lanewise.error.LanewiseException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Value;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.loader.onnx.proto.AttributeProto;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.GraphProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.loader.onnx.proto.TensorProto;
import dev.lanewise.loader.operators.ElementTypes;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.pass.Passes;
import dev.lanewise.plan.CompileOptions;
import dev.lanewise.plan.Compiler;
import dev.lanewise.plan.PackedWeights;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Loads and compiles one node on small inputs of a type, to see whether it can be read and how it
 * is computed.
 *
 * @param domain domain of the operator
 * @param operator its name
 * @param inputs in a row with blanks between: {@code T[2,3]} is an input of the type that is asked
 *     for, {@code INT64[2]} one of a fixed type, {@code INT64{0,1}} a constant list, {@code
 *     INT64(3)} a constant scalar, {@code -} none
 * @param attributes in a row with blanks between, such as {@code axis=1}, {@code eps=0.1}, {@code
 *     pads=[1,1]} or {@code mode=linear}
 */
record OperatorProbe(String domain, String operator, String inputs, String attributes) {
  /** Ways to compute an operator. */
  enum Path {
    /** On the kernel families, which have vector implementations. */
    KERNELS,
    /** In steps of the operator's own. */
    STEPS,
    /** By the reference evaluation. */
    REFERENCE
  }

  /** How the operator is computed on inputs of a type; null if it is not defined for them. */
  @Nullable Path path(DType type) {
    Graph graph;
    try {
      graph = OnnxLoader.load(model(type).toByteArray());
    } catch (LanewiseException e) {
      return null;
    }
    AtomicBoolean used = new AtomicBoolean();
    CompileOptions options = new CompileOptions(recording(used), 1, Accuracy.BALANCED, 1L << 30, 1);
    List<Type> types = graph.inputs().stream().map(Value::type).toList();
    String plan =
        new Compiler(options, new PackedWeights()).compile(Passes.once(graph), types).describe();
    if (plan.contains(" reference ")) {
      return Path.REFERENCE;
    }
    return used.get() ? Path.KERNELS : Path.STEPS;
  }

  private ModelProto model(DType type) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("probe");
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setDomain(domain).addOutput("y");
    String[] parts = inputs.isBlank() ? new String[0] : inputs.strip().split(" +");
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].equals("-")) {
        node.addInput("");
        continue;
      }
      node.addInput("x" + i);
      int end = parts[i].split("[\\[{(]", 2)[0].length();
      String name = parts[i].substring(0, end);
      DType dtype = name.equals("T") ? type : DType.valueOf(name);
      long[] numbers = numbers(parts[i].substring(end + 1, parts[i].length() - 1));
      if (parts[i].charAt(end) == '[') {
        graph.addInput(Protos.value("x" + i, new TensorType(dtype, Shape.of(numbers))));
      } else {
        TensorProto.Builder t =
            TensorProto.newBuilder().setName("x" + i).setDataType(ElementTypes.number(dtype));
        if (parts[i].charAt(end) == '{') {
          t.addDims(numbers.length);
        }
        for (long n : numbers) {
          if (dtype == DType.INT64) {
            t.addInt64Data(n);
          } else if (dtype == DType.FLOAT) {
            t.addFloatData(n);
          } else {
            t.addInt32Data((int) n);
          }
        }
        graph.addInitializer(t);
      }
    }
    if (!attributes.isBlank()) {
      for (String attribute : attributes.strip().split(" +")) {
        int equals = attribute.indexOf('=');
        node.addAttribute(
            attribute(attribute.substring(0, equals), attribute.substring(equals + 1)));
      }
    }
    graph.addNode(node);
    graph.addOutput(Protos.value("y", new TensorType(DType.FLOAT, null)).clearType());
    int ml = OperatorTable.NEWEST_ML;
    return ModelProto.newBuilder()
        .setIrVersion(10)
        .addOpsetImport(Protos.opset("", OperatorTable.NEWEST_ONNX))
        .addOpsetImport(Protos.opset("ai.onnx.ml", ml))
        .addOpsetImport(Protos.opset("com.microsoft", 1))
        .addOpsetImport(Protos.opset("ai.onnx.preview", 1))
        .addOpsetImport(Protos.opset("ai.onnx.preview.training", 1))
        .setGraph(graph)
        .build();
  }

  private static AttributeProto.Builder attribute(String name, String value) {
    if (value.matches("-?\\d+")) {
      return Protos.attribute(name, Long.parseLong(value));
    }
    if (value.matches("-?\\d+\\.\\d+")) {
      return Protos.attribute(name, Float.parseFloat(value));
    }
    if (!value.startsWith("[")) {
      return Protos.attribute(name, value);
    }
    String list = value.substring(1, value.length() - 1);
    AttributeProto.Builder a = AttributeProto.newBuilder().setName(name);
    if (list.contains(".")) {
      a.setType(AttributeType.FLOATS);
      Arrays.stream(list.split(",")).forEach(n -> a.addFloats(Float.parseFloat(n)));
    } else if (list.matches("[-0-9,]*")) {
      a.setType(AttributeType.INTS);
      Arrays.stream(numbers(list)).forEach(a::addInts);
    } else {
      a.setType(AttributeType.STRINGS);
      Arrays.stream(list.split(",")).forEach(s -> a.addStrings(ByteString.copyFromUtf8(s)));
    }
    return a;
  }

  private static long[] numbers(String list) {
    return list.isBlank()
        ? new long[0]
        : Arrays.stream(list.split(",")).mapToLong(Long::parseLong).toArray();
  }

  /** Scalar kernels that note whether anybody asks for a family of them. */
  private static KernelSet recording(AtomicBoolean used) {
    KernelSet kernels = new ScalarKernels();
    return (KernelSet)
        Proxy.newProxyInstance(
            KernelSet.class.getClassLoader(),
            new Class<?>[] {KernelSet.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(kernels, arguments);
              if (method.getReturnType().isInterface() && result != null) {
                used.set(true);
              }
              return result;
            });
  }
}
