package dev.lanewise.cli;

import dev.lanewise.Model;
import dev.lanewise.loader.onnx.TestCase;
import dev.lanewise.tensor.Datum;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Inputs to measure a model with: those of its first data set, else seeded random ones. */
public final class SampleInputs {
  private SampleInputs() {}

  /** One value per input of a model that was loaded from a file. */
  public static List<Datum> of(Path file, Model model) {
    Optional<TestCase> flat = TestCase.of(file);
    if (flat.isPresent()) {
      TestCase testCase = flat.get();
      return testCase.read(testCase.dataSets().get(0), model.graph()).inputs();
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    List<Path> sets = TestCase.dataSets(folder);
    if (!sets.isEmpty()) {
      return TestCase.readSet(sets.get(0), model.graph()).inputs();
    }
    InputReader reader =
        new InputReader(Map.of(), new ImageInput(true, new float[] {0}, new float[] {1}));
    return model.inputs().stream().map(port -> reader.read(port, "random:0")).toList();
  }
}
