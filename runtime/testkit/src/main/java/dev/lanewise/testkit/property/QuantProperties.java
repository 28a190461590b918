package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.ConvInteger;
import dev.lanewise.op.DequantizeLinear;
import dev.lanewise.op.DynamicQuantizeLinear;
import dev.lanewise.op.FloatsToIntegers;
import dev.lanewise.op.IntegersToFloats;
import dev.lanewise.op.MatMulInteger;
import dev.lanewise.op.QLinearConv;
import dev.lanewise.op.QLinearMatMul;
import dev.lanewise.op.QuantizeLinear;
import dev.lanewise.op.RoundToGrid;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Elements;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Quantisation. */
final class QuantProperties {
  private QuantProperties() {}

  static void addTo(Properties p) {
    p.add(QuantizeLinear.class, QuantProperties::quantize);
    p.add(DequantizeLinear.class, QuantProperties::dequantize);
    p.add(DynamicQuantizeLinear.class, QuantProperties::dynamic);
    p.add(MatMulInteger.class, QuantProperties::matMul);
    p.add(QLinearMatMul.class, QuantProperties::quantizedMatMul);
    p.add(ConvInteger.class, QuantProperties::convolution);
    p.add(QLinearConv.class, QuantProperties::quantizedConvolution);
    p.add(IntegersToFloats.class, QuantProperties::toFloats);
    p.add(FloatsToIntegers.class, QuantProperties::toIntegers);
    p.add(RoundToGrid.class, QuantProperties::round);
  }

  private static DType code(Draw d) {
    return d.one(DType.INT8, DType.UINT8);
  }

  private static Tensor number(float value) {
    return Tensor.scalar(value);
  }

  private static Tensor scales(Draw d, Shape shape) {
    return d.tensor(DType.FLOAT, shape, 0.05, 0.5);
  }

  private static Op quantize(Draw d) {
    Shape x = d.filled(1, 4);
    d.add(d.tensor(DType.FLOAT, x));
    return parameters(
        d, x, d.one(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.INT4), true);
  }

  private static Op dequantize(Draw d) {
    Shape x = d.filled(1, 4);
    DType dtype =
        d.one(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.UINT4, DType.INT32);
    d.add(d.tensor(dtype, x, -100, 100));
    return parameters(d, x, dtype, false);
  }

  private static Op parameters(Draw d, Shape x, DType code, boolean quantize) {
    int axis = d.axis(x.rank());
    int n = x.dim(axis);
    int block = d.once(3) ? d.integer(1, n) : 0;
    Shape shape = d.flag() ? Shape.SCALAR : Shape.of(n);
    if (block > 0) {
      shape = x.with(axis, (n + block - 1) / block);
    }
    d.setting(scales(d, shape));
    if (code == DType.INT32) {
      d.within(1e-6);
      return new DequantizeLinear(axis, block, null);
    }
    d.setting(d.tensor(code, shape, -3, 3)).within(1e-6);
    return quantize
        ? new QuantizeLinear(axis, block, null, true, null)
        : new DequantizeLinear(axis, block, null);
  }

  private static Op dynamic(Draw d) {
    d.add(d.tensor(DType.FLOAT, d.filled(0, 4), -3, 3)).wants(3).within(1e-6);
    return new DynamicQuantizeLinear();
  }

  private static Op matMul(Draw d) {
    int m = d.size();
    int k = d.size();
    int n = d.size();
    DType a = code(d);
    DType b = code(d);
    Shape batch = d.shape(0, 1);
    d.add(d.tensor(a, batch.concat(Shape.of(m, k)), -128, 255));
    d.setting(d.tensor(b, batch.concat(Shape.of(k, n)), -128, 255));
    d.perhaps(d.tensor(a, d.flag() ? Shape.SCALAR : Shape.of(1), -9, 9));
    d.perhaps(d.tensor(b, d.flag() ? Shape.SCALAR : Shape.of(n), -9, 9));
    return new MatMulInteger();
  }

  private static Op quantizedMatMul(Draw d) {
    int m = d.size();
    int k = d.size();
    int n = d.size();
    DType a = code(d);
    DType b = code(d);
    DType y = code(d);
    d.add(d.tensor(a, Shape.of(m, k), -128, 255)).setting(number(d.real(0.01, 0.1)));
    d.setting(d.tensor(a, Shape.SCALAR, -9, 9));
    Shape columns = d.flag() ? Shape.SCALAR : Shape.of(n);
    d.setting(d.tensor(b, Shape.of(k, n), -128, 255)).setting(scales(d, columns));
    d.setting(d.tensor(b, columns, -9, 9)).setting(number(d.real(0.5, 2)));
    d.setting(d.tensor(y, Shape.SCALAR, -9, 9));
    return new QLinearMatMul();
  }

  private static Op convolution(Draw d) {
    int[] in = d.integers(d.integer(1, 2), 2, 7);
    int[] kernel = d.integers(in.length, 1, 3);
    DType x = code(d);
    DType w = code(d);
    int c = d.integer(1, 4);
    int o = d.integer(1, 4);
    d.add(d.tensor(x, Shape.of(d.integer(0, 2), c).concat(Shape.of(in)), -128, 255));
    d.setting(d.tensor(w, Shape.of(o, c).concat(Shape.of(kernel)), -128, 255));
    d.perhaps(d.tensor(x, Shape.SCALAR, -9, 9)).perhaps(d.tensor(w, Shape.SCALAR, -9, 9));
    return new ConvInteger(NetworkProperties.window(d, in, kernel, d.flag()), 1);
  }

  private static Op quantizedConvolution(Draw d) {
    int[] in = d.integers(d.integer(1, 2), 2, 7);
    int[] kernel = d.integers(in.length, 1, 3);
    DType x = code(d);
    DType w = code(d);
    int c = d.integer(1, 4);
    int o = d.integer(1, 4);
    d.add(d.tensor(x, Shape.of(d.integer(0, 2), c).concat(Shape.of(in)), -128, 255));
    d.setting(number(d.real(0.01, 0.1))).setting(d.tensor(x, Shape.SCALAR, -9, 9));
    Shape perChannel = d.flag() ? Shape.SCALAR : Shape.of(o);
    d.setting(d.tensor(w, Shape.of(o, c).concat(Shape.of(kernel)), -128, 255));
    d.setting(scales(d, perChannel)).setting(d.tensor(w, perChannel, -9, 9));
    d.setting(number(d.real(0.5, 2))).setting(d.tensor(code(d), Shape.SCALAR, -9, 9));
    if (d.flag()) {
      d.setting(d.tensor(DType.INT32, Shape.of(o), -500, 500));
    }
    return new QLinearConv(NetworkProperties.window(d, in, kernel, d.flag()), 1);
  }

  private static Op toFloats(Draw d) {
    DType dtype = d.one(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16);
    d.add(d.tensor(dtype, d.shape(0, 4), -100, 100));
    if (d.flag()) {
      d.setting(d.tensor(dtype, Shape.SCALAR, -9, 9));
    }
    return new IntegersToFloats();
  }

  private static Op toIntegers(Draw d) {
    Tensor whole = d.tensor(DType.INT8, d.shape(0, 4), -9, 9);
    d.add(
        Tensor.of(
            DType.FLOAT, whole.shape(), Elements.fromDoubles(DType.FLOAT, whole.toDoubles())));
    return new FloatsToIntegers(d.one(DType.INT8, DType.UINT8, DType.INT32), d.integer(9, 20));
  }

  private static Op round(Draw d) {
    d.add(d.tensor(DType.FLOAT, d.shape(0, 4), -4, 4)).within(1e-6);
    return new RoundToGrid(d.real(0.1, 1), -8, 7);
  }
}
