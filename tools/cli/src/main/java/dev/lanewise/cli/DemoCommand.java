package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Classifies the sample digits that come with the project. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Classifies sample digits with a model from models/.")
final class DemoCommand implements Callable<Integer> {
  private static final int SIDE = 28;
  private static final int TIMED_RUNS = 2000;
  private static final String SHADES = " .:-=+*#%@";

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Path folder = models().resolve("mnist-mlp");
    Model model = Model.of(ModelFile.load(folder));
    ImageInput images = new ImageInput(true, new float[] {0}, new float[] {1});
    int wrong = 0;
    try (Session session = model.newSession(common.session())) {
      out.println(session.kernels());
      for (Path digit : digits(folder.resolve("digits"))) {
        float[] pixels = images.read(digit, Shape.of(1, 1, SIDE, SIDE)).floats();
        Tensor input = Tensor.of(Shape.of(1, SIDE * SIDE), pixels);
        float[] probabilities = session.run(input).floats();
        int best = largest(probabilities);
        String expected = digit.getFileName().toString().substring(0, 1);
        boolean right = expected.equals(String.valueOf(best));
        wrong += right ? 0 : 1;
        if (!common.quiet) {
          draw(pixels, out);
        }
        out.printf(
            "%s: %d with probability %.4f%s%n",
            digit.getFileName(),
            best,
            probabilities[best],
            right ? "" : " (WRONG, it is a " + expected + ")");
        if (!common.quiet) {
          out.println(Arrays.toString(rounded(probabilities)));
        }
      }
      out.printf("%.1f us per image%n", medianMicros(session));
      out.flush();
    }
    return wrong == 0 ? 0 : 1;
  }

  private static Path models() {
    return Path.of(System.getProperty("lanewise.home", "")).resolve("models");
  }

  private static List<Path> digits(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
      if (found.isEmpty()) {
        throw new InvalidInputException("there are no sample digits in " + folder);
      }
      return found;
    }
  }

  private static int largest(float[] p) {
    int best = 0;
    for (int i = 1; i < p.length; i++) {
      best = p[i] > p[best] ? i : best;
    }
    return best;
  }

  private static float[] rounded(float[] p) {
    float[] r = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      r[i] = Math.round(p[i] * 1e4f) / 1e4f;
    }
    return r;
  }

  private static void draw(float[] pixels, PrintWriter out) {
    for (int row = 0; row < SIDE; row += 2) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < SIDE; column++) {
        float ink = Math.max(pixels[row * SIDE + column], pixels[(row + 1) * SIDE + column]);
        line.append(SHADES.charAt(Math.round(ink * (SHADES.length() - 1))));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static double medianMicros(Session session) {
    Datum[] inputs = {Tensor.of(Shape.of(1, SIDE * SIDE), new float[SIDE * SIDE])};
    @Nullable Datum[] outputs = {Tensor.of(Shape.of(1, 10), new float[10])};
    long[] nanos = new long[TIMED_RUNS];
    for (int warm = 0; warm < TIMED_RUNS * 10; warm++) {
      session.run(inputs, outputs);
    }
    for (int i = 0; i < TIMED_RUNS; i++) {
      long start = System.nanoTime();
      session.run(inputs, outputs);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[TIMED_RUNS / 2] / 1e3;
  }
}
