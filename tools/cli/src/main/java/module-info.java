/** The lanewise command. */
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

  opens dev.lanewise.cli to
      info.picocli;
}
