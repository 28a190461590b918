package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The same bits as elements of another type of equal width.
 *
 * @param to type of the result
 */
public record BitCast(DType to) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    DType from = in.dtype(0);
    in.require(
        from != DType.STRING && to != DType.STRING, "strings cannot be reinterpreted as bits");
    in.require(
        from.bits() == to.bits(),
        "both types must have the same width, but "
            + from
            + " has "
            + from.bits()
            + " bits and "
            + to
            + " "
            + to.bits());
    return List.of(new TensorType(to, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.zeros(to, x.shape());
    if (x.dtype().bits() < 8) {
      reinterpret(x.bytes(), y.bytes());
    } else {
      write(y, bytes(x));
    }
    return List.of(y);
  }

  /** Elements narrower than a byte are held one per byte, those of signed types with their sign. */
  private void reinterpret(byte[] x, byte[] y) {
    int unused = 32 - to.bits();
    boolean signed = to.isInteger() && !to.isUnsigned();
    for (int i = 0; i < y.length; i++) {
      int bits = x[i] << unused;
      y[i] = (byte) (signed ? bits >> unused : bits >>> unused);
    }
  }

  private static ByteBuffer bytes(Tensor x) {
    int width = x.dtype().storage().bytes();
    int length = x.dtype().storage().length(x.array());
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(width, length)).order(ByteOrder.LITTLE_ENDIAN);
    switch (x.dtype().storage()) {
      case FLOATS -> {
        // Not putFloat through a FloatBuffer: that may quieten signalling NaNs.
        for (float v : x.floats()) {
          buffer.putInt(Float.floatToRawIntBits(v));
        }
      }
      case DOUBLES -> {
        for (double v : x.doubles()) {
          buffer.putLong(Double.doubleToRawLongBits(v));
        }
      }
      case BYTES -> buffer.put(x.bytes());
      case SHORTS -> buffer.asShortBuffer().put(x.shorts());
      case INTS -> buffer.asIntBuffer().put(x.ints());
      case LONGS -> buffer.asLongBuffer().put(x.longs());
      case STRINGS -> throw new IllegalArgumentException("strings have no bits");
    }
    return buffer.clear();
  }

  private static void write(Tensor y, ByteBuffer buffer) {
    switch (y.dtype().storage()) {
      case FLOATS -> {
        float[] v = y.floats();
        for (int i = 0; i < v.length; i++) {
          v[i] = Float.intBitsToFloat(buffer.getInt());
        }
      }
      case DOUBLES -> {
        double[] v = y.doubles();
        for (int i = 0; i < v.length; i++) {
          v[i] = Double.longBitsToDouble(buffer.getLong());
        }
      }
      case BYTES -> buffer.get(y.bytes());
      case SHORTS -> buffer.asShortBuffer().get(y.shorts());
      case INTS -> buffer.asIntBuffer().get(y.ints());
      case LONGS -> buffer.asLongBuffer().get(y.longs());
      case STRINGS -> throw new IllegalArgumentException("strings have no bits");
    }
  }
}
