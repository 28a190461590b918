package dev.lanewise.architecture;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.loader.format.LanewiseFile;
import dev.lanewise.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Loads and runs the model on standard input, and prints what that has touched. */
public final class TouchChild {
  private static final List<String> EVENTS =
      List.of(
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce",
          "jdk.SocketRead",
          "jdk.SocketWrite",
          "jdk.ProcessStart");

  private TouchChild() {}

  /** Takes which kernels to run on, a file for the recording, and whether to touch something. */
  public static void main(String[] args) throws IOException, InterruptedException {
    byte[] file = System.in.readAllBytes();
    Tensor x = SmallNetwork.input();
    SessionOptions options =
        SessionOptions.defaults().withKernels(KernelChoice.valueOf(args[0])).withThreads(1);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Path recorded = Path.of(args[1]);
    List<String> touched = new ArrayList<>();
    float[] answer;
    try (Recording recording = new Recording()) {
      EVENTS.forEach(e -> recording.enable(e).withThreshold(Duration.ZERO));
      recording.start();
      Properties properties = (Properties) System.getProperties().clone();
      long started = threads.getTotalStartedThreadCount();
      if (args.length > 2) {
        touch(recorded.resolveSibling("touched"));
      }
      try (Session session = Model.of(LanewiseFile.of(file).graph()).newSession(options)) {
        answer = session.run(x).floats();
      }
      if (threads.getTotalStartedThreadCount() != started) {
        touched.add("threads");
      }
      if (!properties.equals(System.getProperties())) {
        touched.add("properties");
      }
      recording.stop();
      recording.dump(recorded);
    }
    List<String> classes = new ArrayList<>(List.of(System.getProperty("java.home")));
    classes.addAll(Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    for (RecordedEvent event : RecordingFile.readAllEvents(recorded)) {
      String path = event.hasField("path") ? event.getString("path") : null;
      if (path == null || classes.stream().noneMatch(path::startsWith)) {
        touched.add(event.getEventType().getName() + " " + path);
      }
    }
    System.out.println("answer " + Arrays.toString(answer));
    touched.forEach(what -> System.out.println("touched " + what));
  }

  private static void touch(Path file) throws IOException, InterruptedException {
    Files.writeString(file, "x");
    System.setProperty("touched", "x");
    Thread thread = new Thread(() -> {});
    thread.start();
    thread.join();
  }
}
