/** Reads Keras models: .keras, HDF5, and JSON configurations with weights. */
module dev.lanewise.loader.keras {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise.layers;
  requires io.jhdf;
  requires com.ning.compress.lzf;
  requires org.apache.commons.lang3;
  requires org.slf4j;

  exports dev.lanewise.loader.keras;
}
