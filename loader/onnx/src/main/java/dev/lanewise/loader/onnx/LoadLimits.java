package dev.lanewise.loader.onnx;

/**
 * What a model file may ask for before it is refused. The defaults are far above what real models
 * need, and low enough that a hostile file of a few bytes cannot claim much memory.
 *
 * @param elements elements of one tensor whose data is in the file
 * @param sparseElements elements of one tensor that is stored sparsely and becomes dense
 * @param nodes nodes of the whole model, subgraphs and expanded functions included
 * @param depth nesting of subgraphs, function calls and types
 * @param messages structural parts of the file: nodes, attributes, tensors, names and the like
 * @param structureBytes bytes of the file that are not numbers of tensors
 * @param textBytes bytes of one name or string
 */
public record LoadLimits(
    long elements,
    long sparseElements,
    int nodes,
    int depth,
    int messages,
    int structureBytes,
    int textBytes) {

  /** The limits that hold when none are given. */
  public static final LoadLimits DEFAULT =
      new LoadLimits(Integer.MAX_VALUE, 1L << 26, 500_000, 64, 4_000_000, 256 << 20, 16 << 20);

  /** Refuses limits below one. */
  public LoadLimits {
    if (elements < 1
        || sparseElements < 1
        || nodes < 1
        || depth < 1
        || messages < 1
        || structureBytes < 1
        || textBytes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
