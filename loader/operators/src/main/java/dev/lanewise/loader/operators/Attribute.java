package dev.lanewise.loader.operators;

import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;

/** Value of an attribute of a node, free of any file format. */
public sealed interface Attribute {
  /** Name of the kind of value, as the ONNX standard has it. */
  String kind();

  /** A 64-bit integer. */
  record Int(long value) implements Attribute {
    @Override
    public String kind() {
      return "INT";
    }
  }

  /** A 32-bit floating-point number. */
  record Real(float value) implements Attribute {
    @Override
    public String kind() {
      return "FLOAT";
    }
  }

  /** A text. */
  record Text(String value) implements Attribute {
    @Override
    public String kind() {
      return "STRING";
    }
  }

  /** 64-bit integers; the array is handed out without a copy. */
  record Ints(long... values) implements Attribute {
    @Override
    public String kind() {
      return "INTS";
    }
  }

  /** 32-bit floating-point numbers; the array is handed out without a copy. */
  record Reals(float... values) implements Attribute {
    @Override
    public String kind() {
      return "FLOATS";
    }
  }

  /** Texts. */
  record Texts(List<String> values) implements Attribute {
    /** Copies the list. */
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "STRINGS";
    }
  }

  /** A tensor. */
  record OfTensor(Tensor value) implements Attribute {
    @Override
    public String kind() {
      return "TENSOR";
    }
  }

  /** A type. */
  record OfType(Type value) implements Attribute {
    @Override
    public String kind() {
      return "TYPE_PROTO";
    }
  }

  /**
   * A graph. Nodes that are read get theirs through {@link Attributes#subgraphs}, as this needs
   * what is around the node.
   */
  record OfGraph(Graph value) implements Attribute {
    @Override
    public String kind() {
      return "GRAPH";
    }
  }

  /** A value of which only the kind matters, as no operator reads it as an attribute. */
  record Other(String kind) implements Attribute {}
}
