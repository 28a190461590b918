/**
 * JMH benchmarks and comparisons with other runtimes. Each peer is optional; the command says which
 * jars one needs.
 */
module dev.lanewise.bench {
  requires static transitive org.jspecify;
  requires static ai.djl.api;
  requires static ai.djl.pytorch_engine;
  requires static com.microsoft.onnxruntime;
  requires static org.bytedeco.javacpp;
  requires static org.bytedeco.openblas;
  requires static org.bytedeco.opencv;
  requires static org.tensorflow.ndarray;
  requires static tensorflow;
  requires static tensorflow.nativelib;
  requires dev.lanewise;
  requires dev.lanewise.cli;
  requires dev.lanewise.layers;
  requires dev.lanewise.loader.onnx;
  requires dev.lanewise.trainer;
  requires info.picocli;
  requires java.management;
  requires jdk.management;
  requires jmh.core;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  opens dev.lanewise.bench to
      info.picocli;
  opens dev.lanewise.bench.micro;
}
