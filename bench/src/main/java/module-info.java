/** JMH benchmarks and comparisons with other runtimes. */
module dev.lanewise.bench {
  requires static transitive org.jspecify;
  requires com.microsoft.onnxruntime;
  requires dev.lanewise;
  requires dev.lanewise.loader.onnx;
  requires info.picocli;

  opens dev.lanewise.bench to
      info.picocli;
}
