package dev.lanewise.graph;

import dev.lanewise.kernel.Layout;

/**
 * The layouts in which a node wants its inputs and gives its outputs.
 *
 * @param inputs layout of each input; inputs beyond the end are plain
 * @param output layout of every output
 */
public record LayoutChoice(java.util.List<Layout> inputs, Layout output) {
  /** Plain everywhere. */
  public static final LayoutChoice PLAIN = new LayoutChoice(java.util.List.of(), Layout.PLAIN);

  /** Layout of input i. */
  public Layout input(int i) {
    return i < inputs.size() ? inputs.get(i) : Layout.PLAIN;
  }
}
