package dev.lanewise.bench.micro;

import java.util.Random;

/**
 * A piece of work for a kernel.
 *
 * @param flops floating-point operations, a multiply-add being two; 0 if it is not counted in them
 * @param bytes what must be read and written at least
 */
public record Work(double flops, double bytes) {
  /** The work of a benchmark of this package, by the name of its class and its parameter. */
  public static Work of(String benchmark, String shape) {
    return switch (benchmark) {
      case "ConvBenchmark", "DepthwiseBenchmark" -> ConvCase.parse(shape).work();
      case "GemmBenchmark", "GemvBenchmark", "OpenBlasBenchmark" -> GemmCase.parse(shape).work();
      case "ElementwiseBenchmark" -> new Work(0, 8.0 * ElementwiseBenchmark.N);
      case "SoftmaxBenchmark" -> SoftmaxBenchmark.work(shape);
      case "PoolBenchmark" -> PoolBenchmark.work(shape);
      default -> throw new IllegalArgumentException(benchmark + " has no work");
    };
  }

  /** Numbers in a text such as {@code 64x56x64}. */
  static int[] numbers(String shape) {
    String[] parts = shape.split("x", -1);
    int[] numbers = new int[parts.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }

  /** Seeded numbers from −1 to 1. */
  static float[] random(long n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(n)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
