package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.tensor.Datum;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Inputs to measure a model with: those of its first data set, else seeded random ones.
 *
 * @param values one value per input
 * @param expected what should come out, empty if nobody knows
 */
public record SampleInputs(List<Datum> values, List<Datum> expected) {
  /** Copies the lists. */
  public SampleInputs {
    values = List.copyOf(values);
    expected = List.copyOf(expected);
  }

  /** For a model that was loaded from a file. */
  public static SampleInputs of(Path file, Model model) {
    Optional<TestCase> flat = TestCase.of(file);
    if (flat.isPresent()) {
      TestCase testCase = flat.get();
      return of(testCase.read(testCase.dataSets().get(0), model.graph()));
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    List<Path> sets = TestCase.dataSets(folder);
    if (!sets.isEmpty()) {
      return of(TestCase.readSet(sets.get(0), model.graph()));
    }
    InputReader reader =
        new InputReader(Map.of(), new ImageInput(true, new float[] {0}, new float[] {1}));
    return new SampleInputs(
        model.inputs().stream().map(port -> reader.read(port, "random:0")).toList(), List.of());
  }

  private static SampleInputs of(TestCase.DataSet data) {
    return new SampleInputs(data.inputs(), data.outputs());
  }
}
