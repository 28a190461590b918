package dev.lanewise.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Move;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every back end's data movement must do: put every element exactly where it belongs, also NaN
 * and denormal numbers, and touch no plane but those asked for.
 */
public abstract class MoveContract {
  private static final int[] BLOCKS = {1, 4, 8, 16};
  private static final int BATCH = 2;
  private static final int[] CHANNELS = {1, 3, 8, 19};

  /** The kernels to test. */
  protected abstract Move move();

  private static float[] numbers(int n, long seed) {
    float[] x = Sweep.random(n, seed);
    float[] special = Sweep.special();
    for (int i = 0; i < n; i += 3) {
      x[i] = special[i / 3 % special.length];
    }
    return x;
  }

  /** Plain to blocked and back; channels that are missing become 0. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 49, 200})
  public void changesTheLayout(int pixels) {
    for (int block : BLOCKS) {
      for (int channels : CHANNELS) {
        checkLayout(new Layout(block), channels, pixels);
      }
    }
  }

  private void checkLayout(Layout layout, int channels, int pixels) {
    float[] plain = numbers(BATCH * channels * pixels, pixels);
    Buffer in = Buffer.input(plain);
    Buffer blocked = Buffer.output(Math.toIntExact(layout.size(BATCH, channels, pixels)));
    int planes = BATCH * layout.blocks(channels);
    int cut = planes / 2;
    move()
        .toBlocked(
            layout,
            channels,
            pixels,
            in.array(),
            in.at(),
            blocked.array(),
            blocked.at(),
            cut,
            planes);
    for (int i = 0; i < cut * layout.planeStride(pixels); i++) {
      assertThat(blocked.isUntouched(i)).isTrue();
    }
    move()
        .toBlocked(
            layout, channels, pixels, in.array(), in.at(), blocked.array(), blocked.at(), 0, cut);
    blocked.assertGuardsIntact();
    float[] expected = Layouts.fromPlain(layout, plain, BATCH, channels, pixels, 0);
    for (int n = 0; n < BATCH; n++) {
      for (int c = 0; c < layout.blocks(channels) * layout.block(); c++) {
        for (int p = 0; p < pixels; p++) {
          int at = Layouts.index(layout, channels, pixels, n, c, p);
          assertSame(blocked.content()[at], expected[at]);
        }
      }
    }
    Buffer out = Buffer.output(plain.length);
    for (int p = planes - 1; p >= 0; p--) {
      move()
          .toPlain(
              layout,
              channels,
              pixels,
              blocked.array(),
              blocked.at(),
              out.array(),
              out.at(),
              p,
              p + 1);
    }
    out.assertGuardsIntact();
    for (int i = 0; i < plain.length; i++) {
      assertSame(out.content()[i], plain[i]);
    }
  }

  private static void assertSame(float actual, float expected) {
    if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** Batches of matrices of any size. */
  @ParameterizedTest
  @CsvSource({
    "1,1", "1,9", "9,1", "8,8", "7,5", "16,24", "33,17", "100,64", "3,200", "64,129", "2,50",
    "50,2", "77,3", "4,33", "35,4"
  })
  public void transposes(int rows, int columns) {
    int batch = 3;
    float[] x = numbers(batch * rows * columns, rows);
    Buffer in = Buffer.input(x);
    Buffer out = Buffer.output(x.length);
    move().transpose(in.array(), in.at(), out.array(), out.at(), batch, rows, columns);
    out.assertGuardsIntact();
    float[] y = out.content();
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          assertSame(y[(b * columns + j) * rows + i], x[(b * rows + i) * columns + j]);
        }
      }
    }
  }

  /** Elements at any step; nothing behind the last one is read. */
  @ParameterizedTest
  @CsvSource({"2,1", "2,8", "2,33", "3,17", "3,100", "4,9", "4,64", "5,20", "7,1"})
  public void picksAtSteps(int step, int n) {
    float[] x = numbers((n - 1) * step + 1, n);
    Buffer in = Buffer.input(x);
    Buffer out = Buffer.output(n);
    move().pick(in.array(), in.at(), step, out.array(), out.at(), n);
    out.assertGuardsIntact();
    for (int i = 0; i < n; i++) {
      assertSame(out.content()[i], x[i * step]);
    }
  }

  /** Blocks made of lanes of one to four others; lanes from nowhere become 0 or stay. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40})
  public void mixesLanes(int pixels) {
    Random random = new Random(pixels);
    for (int block : BLOCKS) {
      for (int trial = 0; trial < 40; trial++) {
        int[][] lanes = lanes(block, trial % (Move.MIXED + 1), random);
        checkMix(block, lanes, pixels, random.nextBoolean());
      }
    }
  }

  private static int[][] lanes(int block, int sources, Random random) {
    int[][] lanes = new int[sources][block];
    for (int i = 0; i < block; i++) {
      int from = random.nextInt(4) == 0 ? -1 : random.nextInt(Math.max(1, sources));
      for (int s = 0; s < sources; s++) {
        lanes[s][i] = s == from ? random.nextInt(block) : -1;
      }
    }
    return lanes;
  }

  private void checkMix(int block, int[][] lanes, int pixels, boolean keeps) {
    float[][] x = new float[Move.MIXED][];
    Buffer[] in = new Buffer[Move.MIXED];
    for (int s = 0; s < in.length; s++) {
      x[s] = numbers(pixels * block, s);
      in[s] = Buffer.input(x[s]);
    }
    float[] old = numbers(pixels * block, 9);
    Buffer out = Buffer.output(old.length);
    System.arraycopy(old, 0, out.array(), out.at(), old.length);
    move()
        .mix(block, lanes, keeps)
        .run(
            in[0].array(),
            in[0].at(),
            in[1].array(),
            in[1].at(),
            in[2].array(),
            in[2].at(),
            in[3].array(),
            in[3].at(),
            out.array(),
            out.at(),
            pixels);
    out.assertGuardsIntact();
    float[] y = out.content();
    for (int i = 0; i < y.length; i++) {
      float expected = keeps ? old[i] : 0;
      for (int s = 0; s < lanes.length; s++) {
        int lane = lanes[s][i % block];
        expected = lane < 0 ? expected : x[s][i / block * block + lane];
      }
      assertSame(y[i], expected);
    }
  }

  /** Rows and columns taken in any order and any number. */
  @ParameterizedTest
  @CsvSource({"1,1,1,1", "4,5,8,10", "7,3,3,9", "6,6,2,13"})
  public void resizesToTheNearest(int height, int width, int outHeight, int outWidth) {
    Random random = new Random(height);
    int[] row = indices(outHeight, height, random);
    int[] column = indices(outWidth, width, random);
    for (int block : BLOCKS) {
      for (int channels : CHANNELS) {
        Layout layout = new Layout(block);
        float[] plain = Sweep.random(BATCH * channels * height * width, 1);
        float[] y =
            resize(
                layout,
                plain,
                channels,
                height * width,
                outHeight * outWidth,
                (in, out, from, to) ->
                    move()
                        .resizeNearest(
                            layout,
                            height,
                            width,
                            row,
                            column,
                            in.array(),
                            in.at(),
                            out.array(),
                            out.at(),
                            from,
                            to));
        for (int i = 0; i < y.length; i++) {
          int plane = i / (outHeight * outWidth) * height * width;
          int at = row[i / outWidth % outHeight] * width + column[i % outWidth];
          assertSame(y[i], plain[plane + at]);
        }
      }
    }
  }

  /** Weighted means of any rows and columns. */
  @ParameterizedTest
  @CsvSource({"1,1,1,1", "4,5,8,10", "7,3,3,9", "6,6,2,13"})
  public void resizesLinearly(int height, int width, int outHeight, int outWidth) {
    Random random = new Random(height);
    int[] row0 = indices(outHeight, height, random);
    int[] row1 = indices(outHeight, height, random);
    int[] column0 = indices(outWidth, width, random);
    int[] column1 = indices(outWidth, width, random);
    float[] rowWeight = weights(outHeight, random);
    float[] columnWeight = weights(outWidth, random);
    for (int block : BLOCKS) {
      for (int channels : CHANNELS) {
        Layout layout = new Layout(block);
        float[] plain = Sweep.random(BATCH * channels * height * width, 1);
        float[] y =
            resize(
                layout,
                plain,
                channels,
                height * width,
                outHeight * outWidth,
                (in, out, from, to) ->
                    move()
                        .resizeLinear(
                            layout,
                            height,
                            width,
                            row0,
                            row1,
                            rowWeight,
                            column0,
                            column1,
                            columnWeight,
                            in.array(),
                            in.at(),
                            out.array(),
                            out.at(),
                            from,
                            to));
        for (int i = 0; i < y.length; i++) {
          int plane = i / (outHeight * outWidth) * height * width;
          int r = i / outWidth % outHeight;
          int c = i % outWidth;
          double t = rowWeight[r];
          double s = columnWeight[c];
          double x00 = plain[plane + row0[r] * width + column0[c]];
          double x01 = plain[plane + row0[r] * width + column1[c]];
          double x10 = plain[plane + row1[r] * width + column0[c]];
          double x11 = plain[plane + row1[r] * width + column1[c]];
          double expected = (1 - t) * ((1 - s) * x00 + s * x01) + t * ((1 - s) * x10 + s * x11);
          double magnitude = Math.abs(x00) + Math.abs(x01) + Math.abs(x10) + Math.abs(x11);
          Sweep.check(
              "row " + r + ", column " + c, y[i], expected, 4 * SumCheck.ROUNDING * magnitude);
        }
      }
    }
  }

  private static int[] indices(int n, int limit, Random random) {
    int[] result = new int[n];
    for (int i = 0; i < n; i++) {
      result[i] = i > 0 && random.nextBoolean() ? result[i - 1] : random.nextInt(limit);
    }
    return result;
  }

  private static float[] weights(int n, Random random) {
    float[] result = new float[n];
    for (int i = 0; i < n; i++) {
      result[i] = i == 0 ? 0 : random.nextFloat();
    }
    return result;
  }

  private interface Planes {
    void run(Buffer in, Buffer out, int from, int to);
  }

  private static float[] resize(
      Layout layout, float[] plain, int channels, int inPixels, int outPixels, Planes planes) {
    float[] x = Layouts.fromPlain(layout, plain, BATCH, channels, inPixels, 0.5f);
    Buffer in = Buffer.input(x);
    Buffer out = Buffer.output(Math.toIntExact(layout.size(BATCH, channels, outPixels)));
    int count = BATCH * layout.blocks(channels);
    planes.run(in, out, 1, count);
    for (int i = 0; i < layout.planeStride(outPixels); i++) {
      assertThat(out.isUntouched(i)).isTrue();
    }
    planes.run(in, out, 0, 1);
    out.assertGuardsIntact();
    in.assertStill(x);
    return Layouts.toPlain(layout, out.content(), BATCH, channels, outPixels);
  }
}
