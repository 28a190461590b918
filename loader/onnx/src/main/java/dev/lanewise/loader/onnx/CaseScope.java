package dev.lanewise.loader.onnx;

import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why cases of the ONNX backend tests are not compared element by element. The list is {@code
 * case-scope.txt} beside this class.
 *
 * @param mode what is done with them
 * @param cases their names
 * @param reason for people
 */
public record CaseScope(Mode mode, Pattern cases, String reason) {
  /** What is done with a listed case. */
  public enum Mode {
    /** It is not run. */
    SKIP,
    /** It draws random numbers: see {@link CaseScope#draws}. */
    DRAWS
  }

  private static final List<CaseScope> ALL = read();

  private static List<CaseScope> read() {
    List<CaseScope> all = new ArrayList<>();
    try (InputStream in = CaseScope.class.getResourceAsStream("case-scope.txt");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line : reader.lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\\s+", 3);
          Mode mode = Mode.valueOf(parts[0].toUpperCase(Locale.ROOT));
          all.add(new CaseScope(mode, Pattern.compile(parts[1]), parts[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(all);
  }

  /** What the list says of a case; null if it is compared like any other. */
  public static @Nullable CaseScope of(String name) {
    for (CaseScope scope : ALL) {
      if (scope.cases.matcher(name).matches()) {
        return scope;
      }
    }
    return null;
  }

  /**
   * Compares draws of random numbers with recorded ones: type and shape are the same, and every
   * element is one that was recorded as well.
   */
  public static Tolerance.Result draws(Datum got, Datum want) {
    if (!(got instanceof Tensor g) || !(want instanceof Tensor w) || !g.type().equals(w.type())) {
      return Tolerance.Result.failed("is " + got.type() + ", expected " + want.type());
    }
    double[] recorded = w.toDoubles();
    double[] drawn = g.toDoubles();
    Arrays.sort(recorded);
    for (int i = 0; i < drawn.length; i++) {
      if (Arrays.binarySearch(recorded, drawn[i]) < 0) {
        return Tolerance.Result.failed("[" + i + "] is " + drawn[i] + ", which was never recorded");
      }
    }
    return Tolerance.Result.EQUAL;
  }
}
