package dev.lanewise.loader.format;

import dev.lanewise.loader.operators.ElementData;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Float16;
import dev.lanewise.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tensor as it is written. The bytes are made twice, for the checksum and for the file, so that
 * never more than one tensor is in memory.
 *
 * @param type element type in the header
 * @param as element type the elements are turned into
 * @param length number of bytes
 */
record StoredTensor(
    String name, Tensor tensor, StoredType type, DType as, int length, String crc32) {
  /** Elements from which on a tensor counts as a weight that may be stored with less precision. */
  private static final int MIN_WEIGHT = 256;

  private static final float FLOAT16_MAX = 65504;

  static StoredTensor of(String name, Tensor tensor, WeightType weights) {
    DType as = as(tensor, weights);
    byte[] bytes = encode(tensor, as);
    return new StoredTensor(
        name, tensor, StoredType.of(as), as, bytes.length, Checksum.of(ByteBuffer.wrap(bytes)));
  }

  private static DType as(Tensor tensor, WeightType weights) {
    boolean isWeight =
        tensor.dtype() == DType.FLOAT && tensor.shape().rank() >= 2 && tensor.size() >= MIN_WEIGHT;
    if (isWeight && weights == WeightType.BFLOAT16) {
      return DType.BFLOAT16;
    }
    return isWeight && weights == WeightType.FLOAT16 && fitsFloat16(tensor.floats())
        ? DType.FLOAT16
        : tensor.dtype();
  }

  private static boolean fitsFloat16(float[] values) {
    for (float v : values) {
      if (Math.abs(v) > FLOAT16_MAX && !Float.isInfinite(v)) {
        return false;
      }
    }
    return true;
  }

  /** The shape in the header: the tensor's own, or the number of bytes. */
  List<Object> shape() {
    List<Object> shape = new ArrayList<>();
    if (type.dtype() != as) {
      shape.add((long) length);
      return shape;
    }
    for (long dim : tensor.shape().toLongs()) {
      shape.add(dim);
    }
    return shape;
  }

  /** What the header cannot say. */
  Map<String, Object> description() {
    Map<String, Object> description = new LinkedHashMap<>();
    if (type.dtype() != tensor.dtype()) {
      description.put("type", tensor.dtype().name());
    }
    if (type.dtype() != as) {
      List<Object> dims = new ArrayList<>();
      for (long dim : tensor.shape().toLongs()) {
        dims.add(dim);
      }
      description.put("shape", dims);
    }
    description.put("crc32", crc32);
    return description;
  }

  /** The bytes in the file. */
  byte[] encode() {
    return encode(tensor, as);
  }

  private static byte[] encode(Tensor tensor, DType as) {
    if (tensor.dtype() == DType.STRING) {
      return strings(tensor.strings());
    }
    if (as == tensor.dtype()) {
      return ElementData.encode(tensor);
    }
    float[] values = tensor.floats();
    short[] halves = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] =
          as == DType.FLOAT16 ? Float16.fromFloat(values[i]) : Float16.bfloatFromFloat(values[i]);
    }
    return ElementData.encode(Tensor.of(as, tensor.shape(), halves));
  }

  private static byte[] strings(String[] strings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (String s : strings) {
      byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
      length.putInt(0, bytes.length);
      out.write(length.array(), 0, Integer.BYTES);
      out.write(bytes, 0, bytes.length);
    }
    return out.toByteArray();
  }
}
