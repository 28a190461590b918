package dev.lanewise.loader.onnx;

import dev.lanewise.loader.onnx.MessageType.Kind;
import java.util.List;

/** The parts of the ONNX file format that Lanewise reads and writes: numbers of fields. */
final class OnnxSchema {
  static final int MODEL_IR_VERSION = 1;
  static final int MODEL_PRODUCER_NAME = 2;
  static final int MODEL_GRAPH = 7;
  static final int MODEL_OPSET_IMPORT = 8;
  static final int MODEL_FUNCTIONS = 25;

  static final int OPSET_DOMAIN = 1;
  static final int OPSET_VERSION = 2;

  static final int ENTRY_KEY = 1;
  static final int ENTRY_VALUE = 2;

  static final int GRAPH_NODE = 1;
  static final int GRAPH_NAME = 2;
  static final int GRAPH_INITIALIZER = 5;
  static final int GRAPH_INPUT = 11;
  static final int GRAPH_OUTPUT = 12;
  static final int GRAPH_SPARSE_INITIALIZER = 15;

  static final int FUNCTION_NAME = 1;
  static final int FUNCTION_INPUT = 4;
  static final int FUNCTION_OUTPUT = 5;
  static final int FUNCTION_NODE = 7;
  static final int FUNCTION_OPSET_IMPORT = 9;
  static final int FUNCTION_DOMAIN = 10;
  static final int FUNCTION_ATTRIBUTE_PROTO = 11;
  static final int FUNCTION_OVERLOAD = 13;

  static final int NODE_INPUT = 1;
  static final int NODE_OUTPUT = 2;
  static final int NODE_NAME = 3;
  static final int NODE_OP_TYPE = 4;
  static final int NODE_ATTRIBUTE = 5;
  static final int NODE_DOMAIN = 7;
  static final int NODE_OVERLOAD = 8;

  static final int ATTRIBUTE_NAME = 1;
  static final int ATTRIBUTE_F = 2;
  static final int ATTRIBUTE_I = 3;
  static final int ATTRIBUTE_S = 4;
  static final int ATTRIBUTE_T = 5;
  static final int ATTRIBUTE_G = 6;
  static final int ATTRIBUTE_FLOATS = 7;
  static final int ATTRIBUTE_INTS = 8;
  static final int ATTRIBUTE_STRINGS = 9;
  static final int ATTRIBUTE_TENSORS = 10;
  static final int ATTRIBUTE_GRAPHS = 11;
  static final int ATTRIBUTE_TP = 14;
  static final int ATTRIBUTE_TYPE_PROTOS = 15;
  static final int ATTRIBUTE_TYPE = 20;
  static final int ATTRIBUTE_REF_ATTR_NAME = 21;
  static final int ATTRIBUTE_SPARSE_TENSOR = 22;
  static final int ATTRIBUTE_SPARSE_TENSORS = 23;

  /** What an attribute's type stands for, at the index that is its number. */
  static final List<String> ATTRIBUTE_TYPES =
      List.of(
          "UNDEFINED",
          "FLOAT",
          "INT",
          "STRING",
          "TENSOR",
          "GRAPH",
          "FLOATS",
          "INTS",
          "STRINGS",
          "TENSORS",
          "GRAPHS",
          "SPARSE_TENSOR",
          "SPARSE_TENSORS",
          "TYPE_PROTO",
          "TYPE_PROTOS");

  static final int VALUE_NAME = 1;
  static final int VALUE_TYPE = 2;

  /** Of the kinds of types a message has one. */
  static final int TYPE_TENSOR = 1;

  static final int TYPE_SEQUENCE = 4;
  static final int TYPE_MAP = 5;
  static final int TYPE_OPAQUE = 7;
  static final int TYPE_SPARSE_TENSOR = 8;
  static final int TYPE_OPTIONAL = 9;

  static final int TENSOR_TYPE_ELEM_TYPE = 1;
  static final int TENSOR_TYPE_SHAPE = 2;

  /** Of sequences and of optional values. */
  static final int ELEMENT_TYPE = 1;

  static final int MAP_TYPE_KEY = 1;
  static final int MAP_TYPE_VALUE = 2;

  static final int SHAPE_DIM = 1;
  static final int DIM_VALUE = 1;
  static final int DIM_PARAM = 2;

  static final int TENSOR_DIMS = 1;
  static final int TENSOR_DATA_TYPE = 2;
  static final int TENSOR_FLOAT_DATA = 4;
  static final int TENSOR_INT32_DATA = 5;
  static final int TENSOR_STRING_DATA = 6;
  static final int TENSOR_INT64_DATA = 7;
  static final int TENSOR_NAME = 8;
  static final int TENSOR_RAW_DATA = 9;
  static final int TENSOR_DOUBLE_DATA = 10;
  static final int TENSOR_UINT64_DATA = 11;
  static final int TENSOR_EXTERNAL_DATA = 13;
  static final int TENSOR_DATA_LOCATION = 14;

  static final int EXTERNAL = 1;

  static final int SPARSE_VALUES = 1;
  static final int SPARSE_INDICES = 2;
  static final int SPARSE_DIMS = 3;

  static final int SEQUENCE_TENSORS = 3;
  static final int SEQUENCE_SEQUENCES = 5;
  static final int SEQUENCE_MAPS = 6;
  static final int SEQUENCE_OPTIONALS = 7;

  static final int MAP_KEYS = 3;
  static final int MAP_STRING_KEYS = 4;
  static final int MAP_VALUES = 5;

  static final int OPTIONAL_TENSOR = 3;
  static final int OPTIONAL_SEQUENCE = 5;
  static final int OPTIONAL_MAP = 6;

  static final MessageType MODEL = new MessageType("model");
  static final MessageType ATTRIBUTE = new MessageType("attribute");
  static final MessageType TYPE = new MessageType("type").choice();
  static final MessageType TENSOR = new MessageType("tensor");
  static final MessageType SPARSE_TENSOR = new MessageType("sparse tensor");
  static final MessageType SEQUENCE = new MessageType("sequence");
  static final MessageType MAP = new MessageType("map");
  static final MessageType OPTIONAL = new MessageType("optional value");

  static {
    MessageType opset =
        new MessageType("operator set")
            .with(Kind.NAME, OPSET_DOMAIN)
            .with(Kind.NUMBERS, OPSET_VERSION);
    MessageType node = new MessageType("node");
    MessageType graph = new MessageType("graph");
    types();
    tensors();
    ATTRIBUTE
        .with(Kind.NAME, ATTRIBUTE_NAME, ATTRIBUTE_REF_ATTR_NAME)
        .with(Kind.TEXT, ATTRIBUTE_S, ATTRIBUTE_STRINGS)
        .with(Kind.REALS, ATTRIBUTE_F, ATTRIBUTE_FLOATS)
        .with(Kind.NUMBERS, ATTRIBUTE_I, ATTRIBUTE_INTS, ATTRIBUTE_TYPE)
        .with(Kind.MESSAGE, TENSOR, ATTRIBUTE_T)
        .with(Kind.MESSAGES, TENSOR, ATTRIBUTE_TENSORS)
        .with(Kind.MESSAGE, SPARSE_TENSOR, ATTRIBUTE_SPARSE_TENSOR)
        .with(Kind.MESSAGES, SPARSE_TENSOR, ATTRIBUTE_SPARSE_TENSORS)
        .with(Kind.MESSAGE, graph, ATTRIBUTE_G)
        .with(Kind.MESSAGES, graph, ATTRIBUTE_GRAPHS)
        .with(Kind.MESSAGE, TYPE, ATTRIBUTE_TP)
        .with(Kind.MESSAGES, TYPE, ATTRIBUTE_TYPE_PROTOS);
    node.with(Kind.NAME, NODE_INPUT, NODE_OUTPUT, NODE_NAME, NODE_OP_TYPE)
        .with(Kind.NAME, NODE_DOMAIN, NODE_OVERLOAD)
        .with(Kind.MESSAGES, ATTRIBUTE, NODE_ATTRIBUTE);
    MessageType value =
        new MessageType("value").with(Kind.NAME, VALUE_NAME).with(Kind.MESSAGE, TYPE, VALUE_TYPE);
    graph
        .with(Kind.NAME, GRAPH_NAME)
        .with(Kind.MESSAGES, node, GRAPH_NODE)
        .with(Kind.MESSAGES, TENSOR, GRAPH_INITIALIZER)
        .with(Kind.MESSAGES, SPARSE_TENSOR, GRAPH_SPARSE_INITIALIZER)
        .with(Kind.MESSAGES, value, GRAPH_INPUT, GRAPH_OUTPUT);
    MessageType function =
        new MessageType("function")
            .with(Kind.NAME, FUNCTION_NAME, FUNCTION_DOMAIN, FUNCTION_OVERLOAD)
            .with(Kind.NAME, FUNCTION_INPUT, FUNCTION_OUTPUT)
            .with(Kind.MESSAGES, node, FUNCTION_NODE)
            .with(Kind.MESSAGES, opset, FUNCTION_OPSET_IMPORT)
            .with(Kind.MESSAGES, ATTRIBUTE, FUNCTION_ATTRIBUTE_PROTO);
    MODEL
        .with(Kind.NUMBERS, MODEL_IR_VERSION)
        .with(Kind.NAME, MODEL_PRODUCER_NAME)
        .with(Kind.MESSAGE, graph, MODEL_GRAPH)
        .with(Kind.MESSAGES, opset, MODEL_OPSET_IMPORT)
        .with(Kind.MESSAGES, function, MODEL_FUNCTIONS);
    values();
  }

  private OnnxSchema() {}

  private static void types() {
    MessageType dim =
        new MessageType("dimension")
            .choice()
            .with(Kind.NUMBERS, DIM_VALUE)
            .with(Kind.NAME, DIM_PARAM);
    MessageType shape = new MessageType("shape").with(Kind.MESSAGES, dim, SHAPE_DIM);
    MessageType tensor =
        new MessageType("type of a tensor")
            .with(Kind.NUMBERS, TENSOR_TYPE_ELEM_TYPE)
            .with(Kind.MESSAGE, shape, TENSOR_TYPE_SHAPE);
    MessageType element =
        new MessageType("type of a collection").with(Kind.MESSAGE, TYPE, ELEMENT_TYPE);
    MessageType map =
        new MessageType("type of a map")
            .with(Kind.NUMBERS, MAP_TYPE_KEY)
            .with(Kind.MESSAGE, TYPE, MAP_TYPE_VALUE);
    TYPE.with(Kind.MESSAGE, tensor, TYPE_TENSOR, TYPE_SPARSE_TENSOR)
        .with(Kind.MESSAGE, element, TYPE_SEQUENCE, TYPE_OPTIONAL)
        .with(Kind.MESSAGE, map, TYPE_MAP)
        .with(Kind.MESSAGE, new MessageType("opaque type"), TYPE_OPAQUE);
  }

  private static void tensors() {
    MessageType entry = new MessageType("entry").with(Kind.NAME, ENTRY_KEY, ENTRY_VALUE);
    TENSOR
        .with(Kind.NAME, TENSOR_NAME)
        .with(Kind.TEXT, TENSOR_STRING_DATA)
        .with(Kind.NUMBERS, TENSOR_DIMS, TENSOR_DATA_TYPE, TENSOR_DATA_LOCATION)
        .with(Kind.RAW_DATA, TENSOR_RAW_DATA)
        .with(Kind.REAL_DATA, TENSOR_FLOAT_DATA)
        .with(Kind.DOUBLE_DATA, TENSOR_DOUBLE_DATA)
        .with(Kind.NUMBER_DATA, TENSOR_INT32_DATA, TENSOR_INT64_DATA, TENSOR_UINT64_DATA)
        .with(Kind.MESSAGES, entry, TENSOR_EXTERNAL_DATA);
    SPARSE_TENSOR
        .with(Kind.MESSAGE, TENSOR, SPARSE_VALUES, SPARSE_INDICES)
        .with(Kind.NUMBERS, SPARSE_DIMS);
  }

  private static void values() {
    SEQUENCE
        .with(Kind.MESSAGES, TENSOR, SEQUENCE_TENSORS)
        .with(Kind.MESSAGES, SEQUENCE, SEQUENCE_SEQUENCES)
        .with(Kind.MESSAGES, MAP, SEQUENCE_MAPS)
        .with(Kind.MESSAGES, OPTIONAL, SEQUENCE_OPTIONALS);
    MAP.with(Kind.NUMBERS, MAP_KEYS)
        .with(Kind.TEXT, MAP_STRING_KEYS)
        .with(Kind.MESSAGE, SEQUENCE, MAP_VALUES);
    OPTIONAL
        .with(Kind.MESSAGE, TENSOR, OPTIONAL_TENSOR)
        .with(Kind.MESSAGE, SEQUENCE, OPTIONAL_SEQUENCE)
        .with(Kind.MESSAGE, MAP, OPTIONAL_MAP);
  }
}
