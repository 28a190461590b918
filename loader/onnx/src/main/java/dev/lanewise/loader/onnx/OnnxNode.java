package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.error.UnsupportedModelException;
import dev.lanewise.graph.Op;
import dev.lanewise.graph.Value;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of an ONNX file as a line of the {@link OperatorTable} sees it: its inputs and attributes,
 * and the ways to add operators to the graph. Every line ends with one {@code emit}.
 *
 * <p>All methods that read throw {@link ModelFormatException} with the node's name if what they ask
 * for is missing or of another type.
 */
interface OnnxNode {
  /** Name for people, never empty. */
  String name();

  /** Operator type, as in {@code Conv}. */
  String operator();

  /** Domain of the operator; the empty string for {@code ai.onnx}. */
  String domain();

  /** Version of the domain's operator set that the node is written for. */
  int opset();

  /** Number of inputs up to the last one that is given. */
  int inputs();

  /** Whether input i is given. */
  boolean has(int i);

  /** Input i, which must be given. */
  Value input(int i);

  /** Input i, null if it is not given. */
  @Nullable Value inputOrNull(int i);

  /** All inputs up to the last one that is given; null where one is left out. */
  List<@Nullable Value> allInputs();

  /** Number of outputs up to the last one that is wanted. */
  int outputs();

  /** Whether an attribute is given. */
  boolean hasAttribute(String attribute);

  /** An INT attribute that must be given. */
  long integer(String attribute);

  /** An INT attribute. */
  long integer(String attribute, long defaultValue);

  /** An INT attribute that stands for a truth value. */
  boolean flag(String attribute, boolean defaultValue);

  /** A FLOAT attribute that must be given. */
  float real(String attribute);

  /** A FLOAT attribute. */
  float real(String attribute, float defaultValue);

  /** A STRING attribute that must be given. */
  String text(String attribute);

  /** A STRING attribute. */
  String text(String attribute, String defaultValue);

  /** An INTS attribute whose elements must fit 32 bits. */
  int[] ints(String attribute, int... defaultValue);

  /** An INTS attribute whose elements must fit 32 bits, null if it is not given. */
  int @Nullable [] intsOrNull(String attribute);

  /** An INTS attribute. */
  long[] longs(String attribute, long... defaultValue);

  /** A FLOATS attribute. */
  float[] reals(String attribute, float... defaultValue);

  /** A STRINGS attribute. */
  List<String> texts(String attribute, String... defaultValue);

  /** A TENSOR attribute that must be given; a SPARSE_TENSOR comes out dense. */
  Tensor tensor(String attribute);

  /** An INT attribute that holds the number of an element type. */
  DType dtype(String attribute, DType defaultValue);

  /** A TYPE_PROTO attribute that must be given. */
  Type type(String attribute);

  /** A constant. */
  Value constant(Tensor tensor);

  /** A FLOAT constant without dimensions. */
  Value constant(float value);

  /** An INT64 constant of shape [1]. */
  Value constant(long value);

  /** An INT64 constant of one dimension. */
  Value constant(long... values);

  /** Adds a helper node with one output that the file does not have. */
  Value add(Op op, @Nullable Value... arguments);

  /** Adds a helper node with several outputs that the file does not have. */
  List<Value> addAll(Op op, int outputs, @Nullable Value... arguments);

  /** Adds the node with its inputs as they stand. */
  void emit(Op op);

  /** Adds the node with other inputs. */
  void emit(Op op, @Nullable Value... arguments);

  /** Lets existing values be the node's outputs, one for each at least. */
  void emitAs(List<Value> values);

  /**
   * The graphs that GRAPH attributes hold, in the order of the names. Types of formal inputs are
   * those that the file declares.
   */
  Bodies subgraphs(String... attributes);

  /**
   * The graphs that GRAPH attributes hold.
   *
   * @param formals type of each formal input for which the file declares none
   */
  Bodies subgraphs(List<? extends Type> formals, String... attributes);

  /** To be thrown by the line: the node breaks a rule of the standard. */
  ModelFormatException fail(String message);

  /** To be thrown by the line: the node is right, but Lanewise lacks what it asks for. */
  UnsupportedModelException unsupported(String message);
}
