package dev.lanewise.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  @TempDir private Path folder;

  private static CsvTable table(String text, String... names) {
    return CsvTable.parse(text, "test.csv", names);
  }

  private static float[] row(Dataset data, int sample) {
    Batch one = Rows.one(data);
    data.copy(sample, 0, one, 0);
    return one.inputs().get(0).floats();
  }

  private static Batch room(Dataset data) {
    Batch one = Rows.one(data);
    assertThat(one.size()).isEqualTo(1);
    return one;
  }

  @Test
  void fieldsAreParsed() throws IOException {
    Path file = folder.resolve("table.csv");
    Files.writeString(
        file,
        "\uFEFFname, size ,\"a \"\"note\"\"\"\r\nx, 1.5,\"one, \ntwo\"\r\n\r\n y ,-2, \"\"\r\n");
    CsvTable table = CsvTable.read(file);
    assertThat(table.names()).containsExactly("name", "size", "a \"note\"");
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.texts("name")).containsExactly("x", "y");
    assertThat(table.numbers("size")).containsExactly(1.5f, -2f);
    assertThat(table.texts("a \"note\"")).containsExactly("one, \ntwo", "");
    assertThat(table("1,2\n3,4", "a", "b").numbers("b")).containsExactly(2f, 4f);
    assertThat(table("a,b\n1,\n").texts("b")).containsExactly("");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> table("a,b\n1,2\n3\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 2");
    assertThatThrownBy(() -> table("a\n\"x\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("quotation mark");
    assertThatThrownBy(() -> table("a\n\"x\"y\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"x\"");
    assertThatThrownBy(() -> table("")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> table("a,a\n")).isInstanceOf(InvalidInputException.class);
    CsvTable table = table("a,b\n1,2\n?,4\n");
    assertThatThrownBy(() -> table.numbers("a"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 2, column 'a': '?'");
    assertThatThrownBy(() -> table.texts("c"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[a, b]");
  }

  @Test
  void tablesBecomeDataSets() {
    CsvTable table = table("sex,length,kind\nM,0.5,rose\nF,0.25,aster\nI,1,rose\n");
    Dataset classes = CsvDataset.classes(table, "kind");
    assertThat(classes.size()).isEqualTo(3);
    assertThat(classes.inputs().get(0).shape()).isEqualTo(Shape.of(4));
    assertThat(row(classes, 0)).containsExactly(0, 0, 1, 0.5f);
    assertThat(row(classes, 2)).containsExactly(0, 1, 0, 1);
    Batch one = room(classes);
    classes.copy(0, 0, one, 0);
    assertThat(one.labels().longs()).containsExactly(1);
    Dataset numbers = CsvDataset.numbers(table, "length");
    Batch first = room(numbers);
    numbers.copy(1, 0, first, 0);
    assertThat(first.labels().shape()).isEqualTo(Shape.of(1, 1));
    assertThat(first.labels().floats()).containsExactly(0.25f);
    assertThat(first.inputs().get(0).floats()).containsExactly(1, 0, 0, 1, 0);
  }

  @Test
  void standardizedFeaturesHaveMeanZeroAndDeviationOne() {
    Dataset data = SyntheticData.blobs(200, 3, 2, 0.7, 4);
    Dataset standard = Standardization.of(data).on(data);
    for (int f = 0; f < 3; f++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < data.size(); i++) {
        double x = row(standard, i)[f];
        sum += x;
        squares += x * x;
      }
      assertThat(sum / 200).isCloseTo(0, Offset.offset(1e-5));
      assertThat(squares / 200).isCloseTo(1, Offset.offset(1e-5));
    }
    Dataset constant =
        Dataset.of(Tensor.of(Shape.of(2, 1), 1e6f, 1e6f), Tensor.of(Shape.of(2), 0L, 1L));
    assertThat(row(Standardization.of(constant).on(constant), 1)).containsExactly(0);
    assertThatThrownBy(() -> Standardization.of(constant).on(data))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void labelsAndWeights() {
    Dataset data =
        Dataset.of(Tensor.of(Shape.of(3, 1), 5f, 6f, 7f), Tensor.of(Shape.of(3), 2L, 0L, 1L));
    Dataset marks = new OneHotLabels(new ClassWeights(data, 1, 10, 100), 3);
    Batch batch =
        Batch.of(
            List.of(Tensor.of(Shape.of(3, 1), 0f, 0f, 0f)),
            Tensor.of(Shape.of(3, 3), new float[] {9, 9, 9, 9, 9, 9, 9, 9, 9}));
    for (int i = 0; i < 3; i++) {
      new SampleWeights(marks, 1, 2, 3).copy(2 - i, 0, batch, i);
    }
    assertThat(batch.inputs().get(0).floats()).containsExactly(7, 6, 5);
    assertThat(batch.labels().floats()).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1);
    assertThat(batch.weights().floats()).containsExactly(30, 2, 100);
    assertThatThrownBy(() -> new ClassWeights(data, 1, 1).copy(0, 0, Rows.one(data), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("class 2");
    Batch two = Rows.one(new OneHotLabels(data, 2));
    assertThatThrownBy(() -> new OneHotLabels(data, 2).copy(0, 0, two, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new OneHotLabels(SyntheticData.xor(), 2))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new SampleWeights(data, 1)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aSplitHasEverySampleOnce() {
    float[] numbers = new float[10];
    for (int i = 0; i < 10; i++) {
      numbers[i] = i;
    }
    Tensor x = Tensor.of(Shape.of(10, 1), numbers);
    List<Dataset> parts = Subset.split(Dataset.of(x, x), 0.3, 7);
    assertThat(parts.get(0).size()).isEqualTo(7);
    assertThat(parts.get(1).size()).isEqualTo(3);
    float[] found = new float[10];
    for (int i = 0; i < 10; i++) {
      found[i] = row(parts.get(i < 7 ? 0 : 1), i < 7 ? i : i - 7)[0];
    }
    assertThat(found).containsExactlyInAnyOrder(numbers).isNotEqualTo(numbers);
    List<Dataset> again = Subset.split(Dataset.of(x, x), 0.3, 7);
    assertThat(row(again.get(1), 2)).isEqualTo(row(parts.get(1), 2));
    assertThatThrownBy(() -> new Subset(parts.get(1), 3)).isInstanceOf(InvalidInputException.class);
  }
}
