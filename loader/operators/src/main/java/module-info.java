/** The vocabulary of operators that model files are written in, free of any file format. */
module dev.lanewise.loader.operators {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;

  exports dev.lanewise.loader.operators;
}
