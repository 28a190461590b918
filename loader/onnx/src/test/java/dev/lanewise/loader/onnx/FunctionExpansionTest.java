package dev.lanewise.loader.onnx;

import static dev.lanewise.loader.onnx.Protos.attribute;
import static dev.lanewise.loader.onnx.Protos.call;
import static dev.lanewise.loader.onnx.Protos.function;
import static dev.lanewise.loader.onnx.Protos.model;
import static dev.lanewise.loader.onnx.Protos.node;
import static dev.lanewise.loader.onnx.Protos.opset;
import static dev.lanewise.loader.onnx.Protos.reference;
import static dev.lanewise.loader.onnx.Protos.xToY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.graph.Node;
import dev.lanewise.graph.Value;
import dev.lanewise.loader.onnx.proto.AttributeProto.AttributeType;
import dev.lanewise.loader.onnx.proto.FunctionProto;
import dev.lanewise.loader.onnx.proto.ModelProto;
import dev.lanewise.loader.onnx.proto.NodeProto;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionExpansionTest {
  private static Graph load(NodeProto.Builder node, FunctionProto.Builder... functions) {
    return OnnxLoader.load(model(xToY(node), functions).build().toByteArray());
  }

  private static float[] run(Graph graph, float... x) {
    return ((Tensor) Interpreter.run(graph, List.of(Tensor.of(Shape.of(x.length), x))).get(0))
        .floats();
  }

  private static void assertMalformed(ModelProto.Builder model, String message) {
    assertThatThrownBy(() -> OnnxLoader.load(model.build().toByteArray()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  private static FunctionProto.Builder leaky() {
    return function(
        "Leaky", "a", "b", node("b = LeakyRelu(a)", reference("alpha", AttributeType.FLOAT, "s")));
  }

  @Test
  void callsAreReplacedByTheBody() {
    Graph g =
        load(
            call("y = F(x)").setName("c"),
            function("F", "a", "b", node("t = Neg(a)"), node("b = Relu(t)")));
    assertThat(g.nodes()).extracting(Node::name).containsExactly("c/t", "y");
    assertThat(g.outputs()).extracting(Value::name).containsExactly("y");
    assertThat(run(g, -3, 3)).containsExactly(3, 0);
  }

  @Test
  void attributesArePassedDefaultedOrLeftOut() {
    assertThat(
            run(load(call("y = Leaky(x)", attribute("s", 0.5f)), leaky().addAttribute("s")), -2, 1))
        .containsExactly(-1, 1);
    assertThat(
            run(load(call("y = Leaky(x)"), leaky().addAttributeProto(attribute("s", 2f))), -2, 1))
        .containsExactly(-4, 1);
    assertThat(run(load(call("y = Leaky(x)"), leaky().addAttribute("s")), -2, 1))
        .containsExactly(-0.02f, 1);
  }

  @Test
  void attributesAreHandedOnToInnerCalls() {
    FunctionProto.Builder outer =
        function(
            "Outer", "p", "q", call("q = Leaky(p)", reference("s", AttributeType.FLOAT, "slope")));
    assertThat(run(load(call("y = Outer(x)", attribute("slope", 3f)), leaky(), outer), -2, 1))
        .containsExactly(-6, 1);
  }

  @Test
  void referencesKeepTheirType() {
    assertMalformed(
        model(xToY(call("y = Leaky(x)", attribute("s", 3))), leaky()),
        "attribute 'alpha' is a FLOAT, but stands for a INT");
  }

  @Test
  void inputsMayBeLeftOut() {
    FunctionProto.Builder clip = function("C", "a, low, high", "b", node("b = Clip(a, low, high)"));
    Graph g = load(call("y = C(x)"), clip);
    assertThat(run(g, -3, 3)).containsExactly(-3, 3);
  }

  @Test
  void outputMayBeAnInput() {
    assertThat(load(call("y = F(x)"), function("F", "a", "a")).outputs())
        .extracting(Value::name)
        .containsExactly("y");
  }

  @Test
  void bodiesHaveOperatorSetsOfTheirOwn() {
    FunctionProto.Builder old =
        function("F", "a", "b", node("b = Clip(a)", attribute("max", 1f))).clearOpsetImport();
    assertThat(run(load(call("y = F(x)"), old.addOpsetImport(opset("", 6))), -3, 3))
        .containsExactly(-3, 1);
  }

  @Test
  void overloadsAreDifferentFunctions() {
    FunctionProto.Builder one = function("F", "a", "b", node("b = Neg(a)")).setOverload("1");
    FunctionProto.Builder two = function("F", "a", "b", node("b = Relu(a)")).setOverload("2");
    assertThat(run(load(call("y = F(x)").setOverload("2"), one, two), -3, 3)).containsExactly(0, 3);
    assertMalformed(
        model(xToY(call("y = F(x)")), one, one.clone()), "function 'F' is defined twice");
  }

  @Test
  void recursionIsRefused() {
    assertMalformed(
        model(
            xToY(call("y = F(x)")),
            function("F", "a", "b", call("b = G(a)")),
            function("G", "a", "b", call("b = F(a)"))),
        "function 'F' calls itself");
  }

  @Test
  void expansionIsLimited() {
    FunctionProto.Builder[] functions = new FunctionProto.Builder[40];
    for (int i = 0; i < functions.length; i++) {
      functions[i] =
          i == 0
              ? function("F0", "a", "b", node("b = Neg(a)"))
              : function(
                  "F" + i,
                  "a",
                  "b",
                  call("t = F" + (i - 1) + "(a)"),
                  call("b = F" + (i - 1) + "(t)"));
    }
    assertMalformed(model(xToY(call("y = F39(x)")), functions), "more than 500000 nodes");
  }

  @Test
  void callsMustFitTheSignature() {
    assertMalformed(
        model(xToY(call("y = F(x, x)")), function("F", "a", "b", node("b = Neg(a)"))),
        "function 'F' has 1 inputs and 1 outputs");
    assertMalformed(
        model(xToY(call("y, z = F(x)")), function("F", "a", "b", node("b = Neg(a)"))),
        "function 'F' has 1 inputs and 1 outputs");
    assertMalformed(
        model(xToY(call("y = F(x)")), function("F", "a", "b", node("c = Neg(a)"))),
        "output 'b' is computed by no node");
  }
}
