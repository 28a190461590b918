package dev.lanewise.layers;

import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Einsum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A product with a kernel by an equation in Einstein's notation, as {@code abc,cd->abd}. */
public record EinsumDense(Config config) implements UnaryLayer {
  static final LayerType TYPE =
      LayerType.of(
          "EinsumDense",
          EinsumDense::new,
          "equation",
          LayerType.REQUIRED,
          "output_shape",
          LayerType.REQUIRED,
          "activation",
          "linear",
          "bias_axes",
          null,
          "kernel_initializer",
          "glorot_uniform",
          "bias_initializer",
          "zeros");

  /** Without activation. */
  public static EinsumDense of(String equation, List<Integer> outputShape, String biasAxes) {
    return new EinsumDense(
        TYPE.create("equation", equation, "output_shape", outputShape, "bias_axes", biasAxes)
            .config());
  }

  @Override
  public Flow call(Emitter e, Flow x) {
    String equation = config.string("equation").replace(" ", "").replace("...", "0");
    String[] sides = equation.split("->", -1);
    String[] operands = sides[0].split(",", -1);
    if (sides.length != 2 || operands.length != 2) {
      throw config.fail("the equation must read as 'ab,bc->ac', but is " + equation);
    }
    String in = spread(operands[0], x.rank());
    String out =
        spread(
            sides[1],
            x.rank() - operands[0].replace("0", "").length() + sides[1].replace("0", "").length());
    Map<Character, Integer> sizes = sizes(x, in, out);
    int[] kernel = new int[operands[1].length()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = size(sizes, operands[1].charAt(i));
    }
    Value weight = e.weight(config, "kernel", kernel);
    Value y = e.add(new Einsum(in + "," + operands[1] + "->" + out), e.logical(x), weight);
    if (config.has("bias_axes")) {
      y = e.add(new Add(), y, bias(e, out, sizes));
    }
    return config.activation("activation").apply(e, Flow.of(y).masked(x.mask()));
  }

  /** Letters for the dimensions that an ellipsis stands for. */
  private String spread(String labels, int rank) {
    int more = rank - labels.replace("0", "").length();
    if (labels.contains("0") ? more < 0 || more > 20 : more != 0) {
      throw config.fail("the equation does not fit an input of " + rank + " dimensions");
    }
    return labels.replace("0", "ABCDEFGHIJKLMNOPQRST".substring(0, Math.max(0, more)));
  }

  private Map<Character, Integer> sizes(Flow x, String in, String out) {
    Map<Character, Integer> sizes = new HashMap<>();
    JsonNode given = config.node("output_shape");
    List<JsonNode> dims = new ArrayList<>();
    if (given != null && given.isArray()) {
      given.forEach(dims::add);
    } else if (given != null) {
      dims.add(given);
    }
    int skipped = out.length() - dims.size();
    for (int i = Math.max(0, -skipped); i < dims.size(); i++) {
      if (dims.get(i).isInt()) {
        sizes.put(out.charAt(i + skipped), dims.get(i).intValue());
      }
    }
    for (int i = 0; i < in.length(); i++) {
      if (x.dim(i) >= 0) {
        sizes.put(in.charAt(i), x.dim(i));
      }
    }
    return sizes;
  }

  private int size(Map<Character, Integer> sizes, char label) {
    Integer size = sizes.get(label);
    if (size == null) {
      throw config.fail("the size of dimension '" + label + "' does not follow from anything");
    }
    return size;
  }

  /** A bias for some of the dimensions, with ones from the first of them on. */
  private Value bias(Emitter e, String out, Map<Character, Integer> sizes) {
    String axes = config.string("bias_axes");
    int[] shape = new int[axes.length()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = size(sizes, axes.charAt(i));
    }
    Value bias = e.weight(config, "bias", shape);
    int first = out.length();
    for (int i = out.length() - 1; i >= 0; i--) {
      first = axes.indexOf(out.charAt(i)) >= 0 ? i : first;
    }
    int[] broadcast = new int[out.length() - first];
    for (int i = 0; i < broadcast.length; i++) {
      char label = out.charAt(first + i);
      broadcast[i] = axes.indexOf(label) >= 0 ? size(sizes, label) : 1;
    }
    return e.reshape(bias, broadcast);
  }
}
