package dev.lanewise.bench;

import dev.lanewise.cli.OutputTolerance;
import dev.lanewise.graph.Graph;
import dev.lanewise.loader.onnx.Tolerance;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether two runtimes computed the same, within what {@code verify} allows for models.
 *
 * @param agrees whether they did
 * @param text what to say about it in a table
 * @param detail the first thing that differs, empty if nothing does
 */
record Agreement(boolean agrees, String text, String detail) {
  private static final Set<String> EIGHT_BIT_PRODUCTS =
      Set.of("QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger", "DequantizeLinear");

  /** Nothing can be said about the outputs. */
  static Agreement unknown(String text) {
    return new Agreement(false, text, "");
  }

  /**
   * Compares our outputs with a peer's, and if they differ both with what should come out.
   *
   * @param expected the outputs of the data set, empty if there is none
   */
  static Agreement of(Graph graph, List<Datum> ours, List<Datum> theirs, List<Datum> expected) {
    if (ours.size() != theirs.size()) {
      return unknown("DIFFER: " + ours.size() + " outputs against " + theirs.size());
    }
    Tolerance.Result r = compare(graph, ours, theirs);
    if (r.passed()) {
      return new Agreement(
          true, String.format(Locale.ROOT, "agree within %.1e", r.maxAbsolute()), "");
    }
    return new Agreement(
        false,
        String.format(
            Locale.ROOT, "DIFFER by %.1e%s", r.maxAbsolute(), side(graph, ours, theirs, expected)),
        r.message());
  }

  /** The worst errors, with the message of the first output that differs too much. */
  private static Tolerance.Result compare(Graph graph, List<Datum> got, List<Datum> want) {
    double absolute = 0;
    double relative = 0;
    String message = "";
    for (int o = 0; o < Math.min(got.size(), want.size()); o++) {
      Tolerance tolerance = OutputTolerance.forModel(graph, o);
      Tolerance.Result r = tolerance.compare(got.get(o), reshaped(want.get(o), got.get(o)));
      absolute = Math.max(absolute, r.maxAbsolute());
      relative = Math.max(relative, r.maxRelative());
      if (message.isEmpty() && !r.passed()) {
        message = "output '" + graph.outputs().get(o).name() + "' " + r.message();
      }
    }
    return new Tolerance.Result(absolute, relative, message);
  }

  private static String side(
      Graph graph, List<Datum> ours, List<Datum> theirs, List<Datum> expected) {
    if (expected.isEmpty()) {
      return "";
    }
    boolean we = compare(graph, ours, expected).passed();
    boolean they = compare(graph, theirs, expected).passed();
    if (we && !they) {
      return saturates(graph)
          ? ", ours as the reference (known: 8-bit products of the peer saturate)"
          : ", ours as the reference";
    }
    return they && !we ? ", the peer's as the reference" : ", the reference decides nothing";
  }

  /** Some runtimes drop or add dimensions of one. */
  private static Datum reshaped(Datum theirs, Datum ours) {
    if (theirs instanceof Tensor t
        && ours instanceof Tensor o
        && !t.shape().equals(o.shape())
        && t.size() == o.size()) {
      return t.reshape(o.shape());
    }
    return theirs;
  }

  /**
   * Whether the model multiplies unsigned by signed 8-bit integers: on a CPU without VNNI, ONNX
   * Runtime adds pairs of such products in saturating 16-bit arithmetic.
   */
  private static boolean saturates(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> EIGHT_BIT_PRODUCTS.contains(node.op().name()))
        .anyMatch(
            node ->
                node.inputs().stream()
                    .anyMatch(
                        v ->
                            v != null
                                && v.type() instanceof TensorType t
                                && (t.dtype() == DType.INT8 || t.dtype() == DType.UINT8)));
  }
}
