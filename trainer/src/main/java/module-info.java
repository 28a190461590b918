/** Keras-style training on the same graph, plans and kernels as inference. */
module dev.lanewise.trainer {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;
  requires transitive dev.lanewise.layers;
  requires dev.lanewise.loader.format;
  requires jdk.jfr;

  exports dev.lanewise.trainer;
  exports dev.lanewise.trainer.callback;
  exports dev.lanewise.trainer.data;
}
