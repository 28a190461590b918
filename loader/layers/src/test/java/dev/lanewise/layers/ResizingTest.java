package dev.lanewise.layers;

import static dev.lanewise.layers.Spatial.check;
import static dev.lanewise.layers.Spatial.input;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interpolation, as weighted means of the elements around a position. */
class ResizingTest {
  /** Weight of an element at a distance, for linear and for cubic interpolation (Keys, 1981). */
  private static DoubleUnaryOperator kernel(String interpolation) {
    if (interpolation.equals("bilinear")) {
      return d -> Math.max(0, 1 - Math.abs(d));
    }
    return d -> {
      double x = Math.abs(d);
      return x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    };
  }

  /**
   * Weights of the elements of a row for one element of the resized row. Centres of pixels lie at
   * halves; weights outside are left out, and the others sum to 1. To smooth, the kernel is as wide
   * as an output pixel where that is wider than an input pixel.
   */
  private static double[] weights(
      String interpolation, boolean smooth, int in, int out, int index) {
    double[] weights = new double[in];
    double scale = (double) in / out;
    double at = (index + 0.5) * scale - 0.5;
    if (interpolation.equals("nearest")) {
      weights[(int) Math.floor((index + 0.5) * scale)] = 1;
      return weights;
    }
    double width = smooth ? Math.max(1, scale) : 1;
    double sum = 0;
    for (int i = 0; i < in; i++) {
      weights[i] = kernel(interpolation).applyAsDouble((i - at) / width);
      sum += weights[i];
    }
    for (int i = 0; i < in; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static Grid resized(Grid x, String interpolation, boolean smooth, int height, int width) {
    return Grid.of(
        new int[] {x.dim(0), height, width, x.dim(3)},
        y -> {
          double[] rows = weights(interpolation, smooth, x.dim(1), height, y[1]);
          double[] columns = weights(interpolation, smooth, x.dim(2), width, y[2]);
          double sum = 0;
          for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < columns.length; k++) {
              sum += rows[i] * columns[k] * x.get(y[0], i, k, y[3]);
            }
          }
          return sum;
        });
  }

  private static Grid part(Grid x, int top, int height, int left, int width) {
    return Grid.of(
        new int[] {x.dim(0), height, width, x.dim(3)},
        y -> x.get(y[0], y[1] + top, y[2] + left, y[3]));
  }

  @ParameterizedTest
  @CsvSource({
    "nearest,false,10,9",
    "nearest,false,3,4",
    "bilinear,false,11,5",
    "bilinear,false,3,13",
    "bilinear,true,3,4",
    "bilinear,true,2,9",
    "bicubic,false,11,13",
    "bicubic,false,5,4",
    "bicubic,true,3,4",
    "bicubic,true,9,2"
  })
  void images(String interpolation, boolean antialias, int height, int width) {
    Grid x = input(2, 3);
    check(
        Resizing.of(height, width, interpolation).with("antialias", antialias),
        x,
        run -> resized(x, interpolation, antialias, height, width));
  }

  @ParameterizedTest
  @CsvSource({"nearest", "bilinear", "bicubic"})
  void upSampling(String interpolation) {
    Grid x = input(2, 3);
    check(UpSampling.of(3, interpolation), x, run -> resized(x, interpolation, false, 21, 18));
  }

  /** Of 7×6 elements. */
  @ParameterizedTest
  @CsvSource({"4,8, 2,3,0,6", "9,3, 0,7,2,2", "5,5, 0,6,0,6"})
  void cropsKeepTheRatio(int height, int width, int top, int cutHeight, int left, int cutWidth) {
    Grid x = input(2, 3);
    check(
        Resizing.of(height, width, "bilinear").with("crop_to_aspect_ratio", true),
        x,
        run -> resized(part(x, top, cutHeight, left, cutWidth), "bilinear", false, height, width));
  }

  @Test
  void centreOfImages() {
    Grid x = input(2, 3);
    check(Resizing.centerCrop(3, 2), x, run -> part(x, 2, 3, 2, 2));
    check(Resizing.centerCrop(4, 5), x, run -> part(x, 1, 4, 0, 5));
    // Too small an image is cut to the wanted ratio and made larger.
    check(
        Resizing.centerCrop(8, 8), x, run -> resized(part(x, 0, 6, 0, 6), "bilinear", false, 8, 8));
  }
}
