/** Keras-style training on the same graph, plans and kernels as inference. */
module dev.lanewise.trainer {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;
  requires dev.lanewise.loader.onnx;
  requires tools.jackson.databind;

  exports dev.lanewise.trainer;
}
