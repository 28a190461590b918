package dev.lanewise.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's library, loaded once. */
final class OrtLibrary {
  /**
   * ONNX Runtime 1.29 matches the command line of the process with a regular expression when it is
   * loaded, and needs about 100 bytes of stack per character: a class path of some thousand
   * characters would end the JVM on a thread with the usual stack of 1 MB.
   */
  private static final long STACK = 128L << 20;

  private static @Nullable OrtEnvironment loaded;

  private OrtLibrary() {}

  static synchronized OrtEnvironment environment() {
    if (loaded == null) {
      loaded = load();
    }
    return loaded;
  }

  private static OrtEnvironment load() {
    FutureTask<OrtEnvironment> load =
        new FutureTask<>(
            () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL));
    new Thread(null, load, "load-onnxruntime", STACK).start();
    try {
      return load.get();
    } catch (ExecutionException e) {
      throw new PeerException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException(e);
    }
  }
}
