/** Keras-style layers, the models built from them, and their JSON configurations. */
module dev.lanewise.layers {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;
  requires transitive tools.jackson.databind;

  exports dev.lanewise.layers;
}
