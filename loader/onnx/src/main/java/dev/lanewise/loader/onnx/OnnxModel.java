package dev.lanewise.loader.onnx;

import dev.lanewise.Model;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Models from ONNX files, ready to run; errors are those of {@link OnnxLoader}. */
public final class OnnxModel {
  private OnnxModel() {}

  /** Loads a model file, which must not be changed as long as the model is in use. */
  public static Model load(Path file) {
    return Model.of(OnnxLoader.load(file));
  }

  /** Loads a model from the rest of a buffer, which must not be changed afterwards. */
  public static Model load(ByteBuffer model) {
    return Model.of(OnnxLoader.load(model));
  }
}
