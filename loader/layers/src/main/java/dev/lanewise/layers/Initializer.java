package dev.lanewise.layers;

import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * How a variable gets its first values.
 *
 * @param kind distribution or pattern
 * @param a its first parameter: value, mean, lower bound, gain or scale
 * @param b its second parameter: deviation, upper bound or, for VARIANCE_SCALING, which fan counts:
 *     0 in, 1 out, 2 the mean of both
 */
public record Initializer(Kind kind, double a, double b) {
  /** What a value is drawn from. */
  public enum Kind {
    /** The value a everywhere. */
    CONSTANT,
    /** Normal, with mean a and deviation b. */
    NORMAL,
    /** Normal, with mean a and deviation b, drawn again beyond two deviations. */
    TRUNCATED_NORMAL,
    /** Uniform from a to b. */
    UNIFORM,
    /** Uniform, with variance a / fan. */
    SCALED_UNIFORM,
    /** Normal, with variance a / fan. */
    SCALED_NORMAL,
    /** Truncated normal, with variance a / fan. */
    SCALED_TRUNCATED_NORMAL,
    /** A matrix with orthonormal rows or columns, times a. */
    ORTHOGONAL,
    /** The identity matrix, times a. */
    IDENTITY,
    /** 0, but 1 in the second of four quarters: the forget gates of an LSTM. */
    FORGET_BIAS
  }

  /** All zeros. */
  public static final Initializer ZEROS = new Initializer(Kind.CONSTANT, 0, 0);

  /** All ones. */
  public static final Initializer ONES = new Initializer(Kind.CONSTANT, 1, 0);

  /** Biases of an LSTM whose forget gates are open. */
  static final Initializer FORGET_BIAS = new Initializer(Kind.FORGET_BIAS, 0, 0);

  /** Deviation of a standard normal distribution that is cut off at two deviations. */
  private static final double TRUNCATED_DEVIATION = .87962566103423978;

  private static final Map<String, Integer> FANS = Map.of("fan_in", 0, "fan_out", 1, "fan_avg", 2);

  static Initializer read(Config config, JsonNode json) {
    String name = json.isString() ? json.stringValue() : json.path("class_name").asString("");
    JsonNode c = json.path("config");
    String key = name.replace("_", "").toLowerCase(Locale.ROOT);
    return switch (key) {
      case "zeros", "zero" -> ZEROS;
      case "ones", "one" -> ONES;
      case "constant" -> new Initializer(Kind.CONSTANT, c.path("value").asDouble(0), 0);
      case "randomnormal", "normal" -> normal(Kind.NORMAL, c);
      case "truncatednormal" -> normal(Kind.TRUNCATED_NORMAL, c);
      case "randomuniform", "uniform" ->
          new Initializer(
              Kind.UNIFORM, c.path("minval").asDouble(-0.05), c.path("maxval").asDouble(0.05));
      case "glorotuniform" -> new Initializer(Kind.SCALED_UNIFORM, 1, 2);
      case "glorotnormal" -> new Initializer(Kind.SCALED_TRUNCATED_NORMAL, 1, 2);
      case "heuniform" -> new Initializer(Kind.SCALED_UNIFORM, 2, 0);
      case "henormal" -> new Initializer(Kind.SCALED_TRUNCATED_NORMAL, 2, 0);
      case "lecununiform" -> new Initializer(Kind.SCALED_UNIFORM, 1, 0);
      case "lecunnormal" -> new Initializer(Kind.SCALED_TRUNCATED_NORMAL, 1, 0);
      case "variancescaling" -> scaling(config, c);
      case "orthogonal" -> new Initializer(Kind.ORTHOGONAL, c.path("gain").asDouble(1), 0);
      case "identity" -> new Initializer(Kind.IDENTITY, c.path("gain").asDouble(1), 0);
      default -> throw config.unsupported("the initializer '" + name + "' is not known");
    };
  }

  private static Initializer normal(Kind kind, JsonNode c) {
    return new Initializer(kind, c.path("mean").asDouble(0), c.path("stddev").asDouble(0.05));
  }

  private static Initializer scaling(Config config, JsonNode c) {
    Kind kind =
        switch (c.path("distribution").asString("truncated_normal")) {
          case "uniform" -> Kind.SCALED_UNIFORM;
          case "normal", "truncated_normal" -> Kind.SCALED_TRUNCATED_NORMAL;
          case "untruncated_normal" -> Kind.SCALED_NORMAL;
          default -> throw config.fail("VarianceScaling has an unknown distribution");
        };
    Integer fan = FANS.get(c.path("mode").asString("fan_in"));
    if (fan == null) {
      throw config.fail("VarianceScaling has an unknown mode");
    }
    return new Initializer(kind, c.path("scale").asDouble(1), fan);
  }

  /** The first value of a variable, computed when it is needed; equal seeds give equal values. */
  public Tensor tensor(Variable v, long seed) {
    long own = seed * 0x9E3779B97F4A7C15L + v.label().hashCode();
    Shape shape = v.shape();
    DType dtype = v.dtype();
    return Tensor.lazy(dtype, shape, () -> values(dtype, shape, new Random(own)));
  }

  private Object values(DType dtype, Shape shape, Random random) {
    if (dtype != DType.FLOAT) {
      double[] wide = new double[shape.size()];
      float[] narrow = floats(shape, random);
      for (int i = 0; i < wide.length; i++) {
        wide[i] = narrow[i];
      }
      return Elements.fromDoubles(dtype, wide);
    }
    return floats(shape, random);
  }

  private float[] floats(Shape shape, Random random) {
    float[] y = new float[shape.size()];
    double deviation = Math.sqrt(a / Math.max(1, fan(shape)));
    switch (kind) {
      case CONSTANT -> java.util.Arrays.fill(y, (float) a);
      case NORMAL -> fill(y, () -> a + b * random.nextGaussian());
      case TRUNCATED_NORMAL -> fill(y, () -> a + b * truncated(random));
      case UNIFORM -> fill(y, () -> a + (b - a) * random.nextDouble());
      case SCALED_UNIFORM ->
          fill(y, () -> Math.sqrt(3) * deviation * (2 * random.nextDouble() - 1));
      case SCALED_NORMAL -> fill(y, () -> deviation * random.nextGaussian());
      case SCALED_TRUNCATED_NORMAL ->
          fill(y, () -> deviation / TRUNCATED_DEVIATION * truncated(random));
      case ORTHOGONAL -> Orthogonal.fill(y, shape.rank() == 0 ? 1 : shape.dim(-1), a, random);
      case IDENTITY -> identity(y, shape.rank() == 0 ? 1 : shape.dim(-1));
      case FORGET_BIAS -> java.util.Arrays.fill(y, y.length / 4, y.length / 2, 1);
    }
    return y;
  }

  private interface Draw {
    double next();
  }

  private static void fill(float[] y, Draw draw) {
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) draw.next();
    }
  }

  private static double truncated(Random random) {
    double x = random.nextGaussian();
    while (Math.abs(x) > 2) {
      x = random.nextGaussian();
    }
    return x;
  }

  private void identity(float[] y, int columns) {
    for (int i = 0; i < y.length; i += columns + 1) {
      y[i] = (float) a;
    }
  }

  /** Fan of a weight whose last dimensions are inputs and outputs, the others a receptive field. */
  private double fan(Shape shape) {
    int rank = shape.rank();
    double in = 1;
    double out = 1;
    if (rank == 1) {
      in = shape.dim(0);
      out = in;
    } else if (rank > 1) {
      double field = 1;
      for (int i = 0; i < rank - 2; i++) {
        field *= shape.dim(i);
      }
      in = field * shape.dim(-2);
      out = field * shape.dim(-1);
    }
    return b == 0 ? in : b == 1 ? out : (in + out) / 2;
  }
}
