/** The lanewise command. Not an API: its package is open to the benchmarks, and to no one else. */
@SuppressWarnings("module")
module dev.lanewise.cli {
  requires static transitive org.jspecify;
  requires dev.lanewise;
  requires dev.lanewise.loader.format;
  requires dev.lanewise.loader.keras;
  requires dev.lanewise.loader.onnx;
  requires dev.lanewise.trainer;
  requires info.picocli;
  requires java.desktop;
  requires java.management;
  requires tools.jackson.core;

  exports dev.lanewise.cli to
      dev.lanewise.bench;

  opens dev.lanewise.cli to
      info.picocli;
}
