package dev.lanewise.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.trainer.Batch;
import dev.lanewise.trainer.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

  @TempDir private Path folder;

  /** A generator of one number over and over. */
  private static RandomGenerator always(double value) {
    return () -> (long) (value * (1L << 53)) << 11;
  }

  private static PixelGrid grid() {
    float[] array = new float[2 + 4 * 5 * 2];
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
    return new PixelGrid(array, 2, 4, 5, 2);
  }

  /** Applies a change to the grid; places come from a formula, outside there must be zeros. */
  private static void check(Augmentation change, double value, int[][] from) {
    PixelGrid old = grid();
    PixelGrid found = grid();
    change.apply(found, always(value));
    assertThat(found.array()[0]).isZero();
    assertThat(found.array()[1]).isEqualTo(1);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 5; x++) {
        int fy = from[0][0] + from[0][1] * y + from[0][2] * x;
        int fx = from[1][0] + from[1][1] * y + from[1][2] * x;
        boolean inside = fy >= 0 && fy < 4 && fx >= 0 && fx < 5;
        for (int c = 0; c < 2; c++) {
          assertThat(found.at(y, x, c))
              .as("%s at %d, %d, %d", change, y, x, c)
              .isCloseTo(inside ? old.at(fy, fx, c) : 0, CLOSE);
        }
      }
    }
  }

  @Test
  void wholePixelsMove() {
    check(new RandomShift(0.5, 0), 0.75, new int[][] {{1, 1, 0}, {0, 0, 1}});
    check(new RandomShift(0, 0.4), 0, new int[][] {{0, 1, 0}, {-2, 0, 1}});
    check(new RandomFlip(true, false), 0.75, new int[][] {{0, 1, 0}, {4, 0, -1}});
    check(new RandomFlip(true, true), 0.75, new int[][] {{3, -1, 0}, {4, 0, -1}});
    check(new RandomFlip(true, true), 0.25, new int[][] {{0, 1, 0}, {0, 0, 1}});
    check(new RandomRotation(1), 0.75, new int[][] {{3, -1, 0}, {4, 0, -1}});
    check(new RandomRotation(0.3), 0.5, new int[][] {{0, 1, 0}, {0, 0, 1}});
    check(new RandomZoom(0.3), 0.5, new int[][] {{0, 1, 0}, {0, 0, 1}});
  }

  @Test
  void aQuarterTurnOfASquareAndAZoom() {
    PixelGrid square = new PixelGrid(new float[] {1, 2, 3, 4}, 0, 2, 2, 1);
    new RandomRotation(0.25).apply(square, always(0));
    assertThat(square.array()).containsExactly(new float[] {3, 1, 4, 2}, CLOSE);
    PixelGrid line = new PixelGrid(new float[] {0, 1, 2, 3, 4}, 0, 1, 5, 1);
    new RandomZoom(0.5).apply(line, always(0));
    assertThat(line.array()).containsExactly(new float[] {1, 1.5f, 2, 2.5f, 3}, CLOSE);
  }

  @Test
  void movementsOneAfterTheOther() {
    Affine[] moves = {
      Affine.shift(1, -1), Affine.scale(-1, 1), new Affine(-1, 0, 0, 0, -1, 2), Affine.shift(0, 2)
    };
    for (Affine first : moves) {
      for (Affine second : moves) {
        // A border of zeros, so that nothing is lost on the way.
        float[] array = new float[9 * 9];
        for (int i = 0; i < 9; i++) {
          array[(3 + i / 3) * 9 + 3 + i % 3] = 1 + i;
        }
        PixelGrid expected = new PixelGrid(array, 0, 9, 9, 1);
        PixelGrid found = expected.copied();
        expected.warp(first);
        expected.warp(second);
        found.warp(first.then(second));
        assertThat(found.array()).as("%s, %s", first, second).containsExactly(array, CLOSE);
      }
    }
  }

  @Test
  void movementsAreJoined() {
    float[] numbers = new float[2 * 6 * 7];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 37) % 11;
    }
    Dataset data =
        Dataset.of(Tensor.of(Shape.of(2, 6, 7), numbers), Tensor.of(Shape.of(2), 0L, 1L));
    RandomShift shift = new RandomShift(0.2, 0.3);
    RandomZoom zoom = new RandomZoom(0.2);
    RandomRotation turn = new RandomRotation(0.1);
    GaussianNoise noise = new GaussianNoise(0.1);
    Dataset changed = Augmented.of(data, shift, turn, noise, zoom);
    Batch one = Rows.one(changed);
    changed.copy(1, 5, one, 0);
    PixelGrid expected = new PixelGrid(numbers, 6 * 7, 6, 7, 1).copied();
    SplittableRandom random = new SplittableRandom(5);
    Affine moved = shift.draw(6, 7, random);
    expected.warp(moved.then(turn.draw(6, 7, random)));
    noise.apply(expected, random);
    zoom.apply(expected, random);
    assertThat(one.inputs().get(0).floats()).isEqualTo(expected.array());
  }

  @Test
  void noiseHasTheDeviation() {
    PixelGrid grid = new PixelGrid(new float[20_000], 0, 100, 200, 1);
    new GaussianNoise(0.5).apply(grid, new SplittableRandom(1));
    double squares = 0;
    for (float v : grid.array()) {
      squares += v * v;
    }
    assertThat(Math.sqrt(squares / 20_000)).isCloseTo(0.5, Offset.offset(0.02));
  }

  @Test
  void theSamplesRandomNumberDecides() {
    float[] numbers = new float[2 * 6 * 6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    Dataset data =
        Dataset.of(Tensor.of(Shape.of(2, 6, 6), numbers), Tensor.of(Shape.of(2), 0L, 1L));
    Dataset changed =
        Augmented.of(
            data,
            new RandomShift(0.2, 0.2),
            new RandomRotation(0.1),
            new RandomZoom(0.2),
            new RandomFlip(true, false),
            new GaussianNoise(0.1));
    float[][] found = new float[3][];
    for (int i = 0; i < 3; i++) {
      Batch one = Rows.one(changed);
      changed.copy(1, i == 2 ? 6 : 5, one, 0);
      found[i] = one.inputs().get(0).floats();
      assertThat(one.labels().longs()).containsExactly(1);
    }
    assertThat(found[0]).isEqualTo(found[1]).isNotEqualTo(found[2]);
    assertThatThrownBy(() -> Augmented.of(SyntheticData.xor(), new RandomFlip(true, false)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[H, W, C]");
  }

  /** A file in the format PPM. */
  private void write(String name, int height, int width, int... rgb) throws IOException {
    String header = "P6\n" + width + " " + height + "\n255\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    for (int pixel : rgb) {
      out.write(pixel >> 16);
      out.write(pixel >> 8);
      out.write(pixel);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, out.toByteArray());
  }

  @Test
  void foldersAreClasses() throws IOException {
    write("dogs/b.ppm", 1, 2, 0xff0000, 0x0000ff);
    write("dogs/a.ppm", 2, 2, 0x808080, 0x808080, 0x808080, 0x808080);
    write("cats/x.ppm", 1, 1, 0x00ff00);
    ImageFolder data = new ImageFolder(folder, 1, 2, 3);
    assertThat(data.classes()).containsExactly("cats", "dogs");
    assertThat(data.size()).isEqualTo(3);
    Batch one = Rows.one(data);
    data.copy(0, 0, one, 0);
    assertThat(one.inputs().get(0).floats()).containsExactly(new float[] {0, 1, 0, 0, 1, 0}, CLOSE);
    assertThat(one.labels().longs()).containsExactly(0);
    data.copy(2, 0, one, 0);
    assertThat(one.inputs().get(0).floats()).containsExactly(new float[] {1, 0, 0, 0, 0, 1}, CLOSE);
    assertThat(one.labels().longs()).containsExactly(1);
    ImageFolder grey = new ImageFolder(folder, 4, 4, 1);
    Batch four = Rows.one(grey);
    grey.copy(1, 0, four, 0);
    for (float v : four.inputs().get(0).floats()) {
      assertThat(v).isCloseTo(128 / 255f, CLOSE);
    }
    Files.writeString(folder.resolve("dogs/c.ppm"), "no picture");
    ImageFolder damaged = new ImageFolder(folder, 1, 2, 3);
    assertThatThrownBy(() -> damaged.copy(3, 0, Rows.one(damaged), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("c.ppm");
    assertThatThrownBy(() -> new ImageFolder(folder.resolve("dogs"), 1, 1, 1))
        .isInstanceOf(InvalidInputException.class);
  }
}
