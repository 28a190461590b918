/** Reads and writes the model files of Lanewise, without protobuf and without reflection. */
module dev.lanewise.loader.format {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;
  requires dev.lanewise.loader.operators;

  exports dev.lanewise.loader.format;
}
