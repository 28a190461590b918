/** Reads and writes ONNX models. */
module dev.lanewise.loader.onnx {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;
  requires dev.lanewise.loader.operators;
  requires com.google.protobuf;

  exports dev.lanewise.loader.onnx;
}
