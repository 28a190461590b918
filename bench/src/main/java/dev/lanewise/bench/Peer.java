package dev.lanewise.bench;

import dev.lanewise.layers.Network;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Optimizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A runtime to compare with. Its classes are touched only when it is asked for. */
enum Peer {
  /** ONNX Runtime as it comes. */
  ONNXRUNTIME(
      "ai/onnxruntime/OrtEnvironment.class",
      "the onnxruntime jar",
      (peer, file, names, values, threads) ->
          new OrtContender(peer.id(), file, names, values, threads, true),
      () -> OrtContender.version()),

  /** ONNX Runtime whose idle threads do not spin. */
  ONNXRUNTIME_NOSPIN(
      "ai/onnxruntime/OrtEnvironment.class",
      "the onnxruntime jar",
      (peer, file, names, values, threads) ->
          new OrtContender(peer.id(), file, names, values, threads, false),
      () -> OrtContender.version()),

  /** The dnn module of OpenCV. */
  OPENCV(
      "org/bytedeco/opencv/linux-x86_64/libjniopencv_dnn.so",
      "the native jars of the Maven profile peer-opencv",
      (peer, file, names, values, threads) ->
          new OpenCvContender(peer.id(), file, names, values, threads),
      () -> OpenCvContender.version()),

  /** PyTorch, in training only. */
  PYTORCH(
      "pytorch/cpu/linux-x86_64/libtorch_cpu.so",
      "the jars of the Maven profile peer-pytorch",
      () -> TorchTrainee.version(),
      TorchTrainee::new),

  /** TensorFlow, in training only. */
  TENSORFLOW(
      "org/tensorflow/internal/c_api/linux-x86_64/libtensorflow_cc.so.2",
      "the jars of the Maven profile peer-tensorflow",
      () -> TensorFlowTrainee.version(),
      TensorFlowTrainee::new);

  /** Makes a contender. */
  interface Factory {
    Contender create(
        Peer peer, Path onnx, List<String> inputNames, List<Datum> inputs, int threads);
  }

  /** Makes one that trains. */
  interface Trainer {
    Trainee create(
        Network network,
        Collection<Tensor> weights,
        Optimizer optimizer,
        List<Batch> batches,
        int threads);
  }

  private final String resource;
  private final String jars;
  private final Factory factory;
  private final Supplier<String> version;
  private final @Nullable Trainer trainer;

  Peer(String resource, String jars, Factory factory, Supplier<String> version) {
    this.resource = resource;
    this.jars = jars;
    this.factory = factory;
    this.version = version;
    this.trainer = null;
  }

  Peer(String resource, String jars, Supplier<String> version, Trainer trainer) {
    this.resource = resource;
    this.jars = jars;
    this.factory =
        (peer, file, names, values, threads) -> {
          throw new PeerException("it is compared in training only, with --train");
        };
    this.version = version;
    this.trainer = trainer;
  }

  /** Its name on the command line and in tables. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The peer of a name.
   *
   * @throws IllegalArgumentException if there is none; the message is for the user
   */
  static Peer of(String id) {
    for (Peer peer : values()) {
      if (peer.id().equals(id)) {
        return peer;
      }
    }
    String all = Arrays.stream(values()).map(Peer::id).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("--vs " + id + ": the peers are " + all);
  }

  /**
   * Checks that its jars are there.
   *
   * @throws PeerException that says which are missing
   */
  void requirePresent() {
    if (ClassLoader.getSystemResource(resource) == null) {
      throw new PeerException(
          id() + " is not on the module path: it needs " + jars + ", see docs/benchmarking.md");
    }
  }

  /** Its version. */
  String version() {
    return version.get();
  }

  /** Loads a subject's model. */
  Contender load(Subject subject, int threads) {
    return load(subject.onnx(), subject.inputNames(), subject.inputs(), threads);
  }

  /** Loads an ONNX file with values for its inputs. */
  Contender load(Path onnx, List<String> inputNames, List<Datum> inputs, int threads) {
    return factory.create(this, onnx, inputNames, inputs, threads);
  }

  /** Whether it is compared in training. */
  boolean trains() {
    return trainer != null;
  }

  /**
   * A network that it trains.
   *
   * @param weights first values of the variables, in the order of the layers
   */
  Trainee train(
      Network network,
      Collection<Tensor> weights,
      Optimizer optimizer,
      List<Batch> batches,
      int threads) {
    if (trainer == null) {
      throw new PeerException(id() + " does not train");
    }
    return trainer.create(network, weights, optimizer, batches, threads);
  }
}
