/** Reads Keras models: .keras, HDF5, and JSON configurations with weights. */
module dev.lanewise.loader.keras {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise.layers;
  requires io.jhdf;

  exports dev.lanewise.loader.keras;
}
