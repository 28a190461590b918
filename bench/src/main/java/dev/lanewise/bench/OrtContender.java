package dev.lanewise.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.lanewise.tensor.Datum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime with all optimisations. Where all outputs are tensors, runs write into those of the
 * first run.
 */
final class OrtContender implements Contender {
  private final String name;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private OrtSession.@Nullable Result kept;
  private boolean prepared;
  private final Map<String, OnnxValue> outputs = new LinkedHashMap<>();

  /**
   * Loads a model.
   *
   * @param spinning whether idle threads of a session spin, which is the default of ONNX Runtime
   */
  OrtContender(
      String name,
      Path model,
      List<String> inputNames,
      List<Datum> values,
      int threads,
      boolean spinning) {
    this.name = name;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      if (!spinning) {
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
      }
      OrtEnvironment environment = OrtLibrary.environment();
      session = environment.createSession(model.toString(), options);
      for (int i = 0; i < values.size(); i++) {
        inputs.put(inputNames.get(i), OrtTensors.toOrt(environment, values.get(i)));
      }
    } catch (OrtException e) {
      throw new PeerException(e);
    }
  }

  /** The first run's result if later runs can write into it, else null. */
  private OrtSession.@Nullable Result keepOutputs() throws OrtException {
    OrtSession.Result first = session.run(inputs);
    for (Map.Entry<String, OnnxValue> entry : first) {
      outputs.put(entry.getKey(), entry.getValue());
    }
    try {
      if (outputs.values().stream().allMatch(v -> v instanceof OnnxTensor)) {
        session.run(inputs, outputs).close();
        return first;
      }
    } catch (OrtException e) {
      // outputs of another shape each time, or of strings: every run makes its own
      outputs.clear();
    }
    first.close();
    return null;
  }

  /** The version that is in use. */
  static String version() {
    return OrtLibrary.environment().getVersion();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void run() {
    try {
      if (!prepared) {
        prepared = true;
        kept = keepOutputs();
      } else if (kept != null) {
        session.run(inputs, outputs);
      } else {
        session.run(inputs).close();
      }
    } catch (OrtException e) {
      throw new PeerException(e);
    }
  }

  @Override
  public List<Datum> outputs() {
    List<Datum> copies = new ArrayList<>();
    try (OrtSession.Result result = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        copies.add(OrtTensors.fromOrt(entry.getValue()));
      }
    } catch (OrtException e) {
      throw new PeerException(e);
    }
    return copies;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    try {
      if (kept != null) {
        kept.close();
      }
      session.close();
    } catch (OrtException e) {
      throw new PeerException(e);
    }
  }
}
