package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.AutoPad;
import dev.lanewise.op.AveragePoolGradient;
import dev.lanewise.op.ConvWeightGradient;
import dev.lanewise.op.KeyedDropout;
import dev.lanewise.op.MaxPoolGradient;
import dev.lanewise.op.ReluGradient;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Cases of operators that only training needs. */
final class TrainingProperties {
  private static final double TOLERANCE = 2e-5;

  private TrainingProperties() {}

  static void addTo(Properties p) {
    p.add(KeyedDropout.class, TrainingProperties::dropout);
    p.add(ReluGradient.class, TrainingProperties::relu);
    p.add(ConvWeightGradient.class, TrainingProperties::convolution);
    p.add(MaxPoolGradient.class, d -> new MaxPoolGradient(pooled(d)));
    p.add(AveragePoolGradient.class, d -> new AveragePoolGradient(pooled(d), d.flag()));
  }

  private static Op dropout(Draw d) {
    d.add(d.tensor(d.floating(), d.shape(0, 4)));
    d.add(Tensor.of(Shape.of(2), d.random().nextLong(), d.random().nextLong()));
    d.withinEach(1e-6);
    return new KeyedDropout(d.one(0f, 0.25f, 0.5f, 0.9f), d.integer(0, 9));
  }

  private static Op relu(Draw d) {
    DType dtype = d.floating();
    Shape shape = d.shape(0, 4);
    d.add(d.tensor(dtype, shape)).add(d.tensor(dtype, shape));
    d.withinEach(TOLERANCE);
    return new ReluGradient(d.one(0f, 0.2f));
  }

  private static Op convolution(Draw d) {
    int rank = d.integer(1, 3);
    int groups = d.once(3) ? d.integer(1, 3) : 1;
    int[] in = d.integers(rank, 1, 9);
    int[] kernel = d.integers(rank, 1, 3);
    int batch = d.integer(0, 3);
    int channels = groups * d.integer(1, 9);
    int outputs = groups * d.integer(1, 17);
    Window window = NetworkProperties.window(d, in, kernel, true);
    int[] out = outputs(window, in);
    DType dtype = d.floating();
    arguments(
        d,
        dtype,
        Shape.of(batch, channels).concat(Shape.of(in)),
        Shape.of(batch, outputs).concat(Shape.of(out)));
    return new ConvWeightGradient(window, groups);
  }

  private static Window pooled(Draw d) {
    int rank = d.integer(1, 3);
    int[] in = d.integers(rank, 1, 9);
    int[] kernel = d.integers(rank, 1, 3);
    Shape planes = Shape.of(d.integer(0, 2), d.integer(1, 17));
    Window window = NetworkProperties.window(d, in, kernel, true);
    arguments(
        d, d.floating(), planes.concat(Shape.of(in)), planes.concat(Shape.of(outputs(window, in))));
    return window;
  }

  /** The input of a layer and the derivative of its output, in the back end's layout at times. */
  private static void arguments(Draw d, DType dtype, Shape x, Shape dy) {
    if (dtype == DType.FLOAT && x.size() > 0 && d.flag()) {
      d.activation(x).activation(dy);
    } else {
      d.add(d.tensor(dtype, x, -2, 2)).add(d.tensor(dtype, dy, -2, 2));
    }
    d.within(TOLERANCE);
  }

  /** Spatial sizes of the output of a window. */
  private static int[] outputs(Window w, int[] in) {
    int[] out = new int[in.length];
    for (int i = 0; i < out.length; i++) {
      int stride = w.strides().length == 0 ? 1 : w.strides()[i];
      int dilation = w.dilations().length == 0 ? 1 : w.dilations()[i];
      int span = (w.kernel()[i] - 1) * dilation + 1;
      out[i] =
          w.autoPad() == AutoPad.NOTSET
              ? (in[i] + w.pads()[i] + w.pads()[i + in.length] - span) / stride + 1
              : (in[i] + stride - 1) / stride;
    }
    return out;
  }
}
