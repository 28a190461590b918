package dev.lanewise.loader.operators;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attributes of one node of a file, converted when they are asked for. */
public interface Attributes {
  /** Whether an attribute is given. */
  boolean has(String name);

  /**
   * An attribute, null if it is not given.
   *
   * @throws ModelFormatException if its value is malformed
   */
  @Nullable Attribute find(String name);

  /**
   * The graphs that attributes hold, in the order of the names.
   *
   * @param names attributes that must be given
   * @param formals type of each formal input for which the file declares none
   * @param node the node, for messages
   */
  Bodies subgraphs(List<String> names, List<? extends Type> formals, OnnxNode node);

  /**
   * What a name in an attribute stands for in the graph around the node; null if nothing before
   * defines it, or if the format has no such attributes.
   */
  default @Nullable Value named(String value) {
    return null;
  }
}
