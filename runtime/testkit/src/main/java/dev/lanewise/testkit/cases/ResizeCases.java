package dev.lanewise.testkit.cases;

import dev.lanewise.op.AspectRatio;
import dev.lanewise.op.CoordinateMode;
import dev.lanewise.op.NearestMode;
import dev.lanewise.op.Resize;
import dev.lanewise.op.ResizeMode;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Resampling: plans agree with the reference evaluation. */
public abstract class ResizeCases {
  private static final double TOLERANCE = 5e-6;
  private static final int[] ALL = {};

  private final RandomTensors tensors = new RandomTensors(29);
  private final Random random = tensors.random();

  private static <E> E pick(Random random, E[] values) {
    return values[random.nextInt(values.length)];
  }

  private Resize resize(ResizeMode mode, CoordinateMode coordinates, int[] axes) {
    return new Resize(
        mode,
        coordinates,
        pick(random, NearestMode.values()),
        mode != ResizeMode.NEAREST && random.nextInt(4) == 0,
        axes,
        -0.5f,
        random.nextInt(3) == 0,
        2.5f,
        AspectRatio.STRETCH);
  }

  private Tensor roi(int axes) {
    float[] roi = new float[2 * axes];
    for (int i = 0; i < axes; i++) {
      roi[i] = random.nextFloat() - 0.3f;
      roi[axes + i] = roi[i] + 0.2f + random.nextFloat();
    }
    return Tensor.of(Shape.of(roi.length), roi);
  }

  @Test
  void everyModeAndCoordinateMode() {
    for (ResizeMode mode : ResizeMode.values()) {
      for (CoordinateMode coordinates : CoordinateMode.values()) {
        for (int i = 0; i < 6; i++) {
          float first = 0.4f + random.nextFloat() * 2;
          float second = 0.4f + random.nextFloat() * 2;
          Tensor scales = Tensor.of(Shape.of(2), first, second);
          OpCase c = new OpCase();
          int[] axes = i == 5 ? new int[] {1, 2} : new int[] {2, -1};
          if (i % 3 == 0) {
            c.convolved(tensors.floats(2, 11, 5, 6), tensors.floats(8 + i, 11, 1, 1));
          } else {
            c.input(tensors.floats(2, 3, 6, 7));
          }
          c.constant(roi(2)).constant(scales).check(resize(mode, coordinates, axes), TOLERANCE);
        }
      }
    }
  }

  @Test
  void everyRank() {
    int[][] shapes = {{5}, {5, 6}, {3, 4, 5}, {2, 8, 7}, {2, 2, 3, 4, 5}};
    for (ResizeMode mode : ResizeMode.values()) {
      for (int[] dims : shapes) {
        long[] sizes = new long[dims.length];
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] = 1 + random.nextInt(9);
        }
        Tensor x = tensors.floats(dims);
        Tensor wanted = Tensor.of(Shape.of(sizes.length), sizes);
        Resize op = resize(mode, CoordinateMode.HALF_PIXEL, ALL);
        new OpCase().input(x).missing().missing().constant(wanted).check(op, TOLERANCE);
        new OpCase().input(x).missing().missing().input(wanted).check(op, TOLERANCE);
      }
    }
  }

  @Test
  void typesAndRatios() {
    Tensor sizes = Tensor.of(Shape.of(2), 7L, 9L);
    for (DType dtype : DType.values()) {
      boolean number = dtype.isNumeric() && dtype.bits() >= 8 && dtype != DType.FLOAT8E8M0;
      if (!number) {
        continue;
      }
      Tensor x = tensors.tensor(dtype, Shape.of(3, 4), 0, 100);
      for (AspectRatio ratio : AspectRatio.values()) {
        for (ResizeMode mode : ResizeMode.values()) {
          Resize op =
              new Resize(
                  mode,
                  CoordinateMode.ASYMMETRIC,
                  NearestMode.FLOOR,
                  false,
                  ALL,
                  -0.75f,
                  false,
                  0,
                  ratio);
          new OpCase().input(x).missing().missing().constant(sizes).check(op, 1e-2);
        }
      }
    }
  }
}
