package dev.lanewise.testkit.cases;

import dev.lanewise.KernelChoice;
import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.Interpreter;
import dev.lanewise.kernel.KernelProvider;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.MapDatum;
import dev.lanewise.tensor.OptionalDatum;
import dev.lanewise.tensor.SequenceDatum;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Runs a graph by reference evaluation and by compiled plans on every back end of this JVM, with
 * one and with two threads, and compares the results.
 */
public final class OpHarness {
  private OpHarness() {}

  /** Back ends of this JVM: scalar, and vector where its module is on the path. */
  public static List<KernelChoice> backEnds() {
    boolean vector = ServiceLoader.load(KernelProvider.class).stream().findAny().isPresent();
    return vector
        ? List.of(KernelChoice.SCALAR, KernelChoice.VECTOR)
        : List.of(KernelChoice.SCALAR);
  }

  /**
   * Checks that all paths agree with the reference evaluation, and that a back end's results are
   * the same bits in every run and with one and two threads.
   *
   * @param tolerance largest difference relative to the largest expected magnitude (at least 1) of
   *     an output; 16-bit floats may differ by one step; integers, booleans and strings must be
   *     equal
   * @return the reference's results
   * @throws AssertionError that names the path and the first difference
   */
  public static List<Datum> check(Graph graph, List<? extends Datum> inputs, double tolerance) {
    List<Datum> expected = Interpreter.run(graph, List.copyOf(inputs));
    for (KernelChoice choice : backEnds()) {
      @Nullable Datum @Nullable [] first = null;
      for (int threads = 1; threads <= 2; threads++) {
        SessionOptions options = SessionOptions.defaults().withKernels(choice).withThreads(threads);
        try (Session session = Model.of(graph).newSession(options)) {
          for (int run = 0; run < 2; run++) {
            @Nullable Datum[] results = new Datum[expected.size()];
            session.run(inputs.toArray(new Datum[0]), results);
            String path = session.kernels() + ", run " + run;
            for (int o = 0; o < results.length; o++) {
              compare(path + ", output " + o, expected.get(o), results[o], tolerance);
              if (first != null) {
                String where = path + ", output " + o + ", against the first run on one thread";
                compare(where, Objects.requireNonNull(first[o]), results[o], 0);
              }
            }
            first = first == null ? results : first;
          }
        }
      }
    }
    return expected;
  }

  /** Compares two values as {@link #check} does. */
  public static void compare(
      String where, Datum expected, @Nullable Datum actual, double tolerance) {
    if (expected instanceof Tensor e && actual instanceof Tensor a) {
      compareTensors(where, e, a, tolerance);
      return;
    }
    if (expected instanceof SequenceDatum e && actual instanceof SequenceDatum a) {
      require(e.values().size() == a.values().size(), where + ": lengths differ");
      for (int i = 0; i < e.values().size(); i++) {
        compare(where + "[" + i + "]", e.values().get(i), a.values().get(i), tolerance);
      }
      return;
    }
    if (expected instanceof OptionalDatum e && actual instanceof OptionalDatum a) {
      Datum inner = e.value();
      require((inner == null) == (a.value() == null), where + ": only one has an element");
      if (inner != null) {
        compare(where, inner, a.value(), tolerance);
      }
      return;
    }
    if (expected instanceof MapDatum e && actual instanceof MapDatum a) {
      require(e.entries().keySet().equals(a.entries().keySet()), where + ": keys differ");
      e.entries()
          .forEach((k, v) -> compare(where + "[" + k + "]", v, a.entries().get(k), tolerance));
      return;
    }
    require(expected.equals(actual), where + ": expected " + expected + ", got " + actual);
  }

  private static void compareTensors(String where, Tensor e, Tensor a, double tolerance) {
    require(e.type().equals(a.type()), where + ": expected " + e + ", got " + a);
    if (e.dtype() == DType.STRING) {
      require(Arrays.equals(e.strings(), a.strings()), where + ": strings differ");
      return;
    }
    if (!e.dtype().isFloating() && !e.dtype().isComplex()) {
      require(Arrays.equals(e.toLongs(), a.toLongs()), where + ": integers differ");
      return;
    }
    double[] x = e.toDoubles();
    double[] y = a.toDoubles();
    double scale = 1;
    for (double v : x) {
      scale = Double.isFinite(v) ? Math.max(scale, Math.abs(v)) : scale;
    }
    for (int i = 0; i < x.length; i++) {
      boolean same = x[i] == y[i] || (Double.isNaN(x[i]) && Double.isNaN(y[i]));
      require(
          same || Math.abs(x[i] - y[i]) <= tolerance * scale + step(e.dtype()) * Math.abs(x[i]),
          where + ", element " + i + " of " + e + ": expected " + x[i] + ", got " + y[i]);
    }
  }

  /** Plans compute 16-bit floats in FLOAT, so their last bit may be rounded otherwise. */
  private static double step(DType dtype) {
    return dtype == DType.FLOAT16 ? 0x1p-10 : dtype == DType.BFLOAT16 ? 0x1p-7 : 0;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }

  /** The inputs of a case, written in a row. */
  public static List<Datum> inputs(Datum... inputs) {
    return new ArrayList<>(Arrays.asList(inputs));
  }
}
