package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** NumPy's array files, format versions 1 to 3, C order. */
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCRIPTION =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z?]\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
  private static final Map<DType, String> CODES = new EnumMap<>(DType.class);

  static {
    CODES.put(DType.FLOAT, "f4");
    CODES.put(DType.DOUBLE, "f8");
    CODES.put(DType.FLOAT16, "f2");
    CODES.put(DType.INT8, "i1");
    CODES.put(DType.INT16, "i2");
    CODES.put(DType.INT32, "i4");
    CODES.put(DType.INT64, "i8");
    CODES.put(DType.UINT8, "u1");
    CODES.put(DType.UINT16, "u2");
    CODES.put(DType.UINT32, "u4");
    CODES.put(DType.UINT64, "u8");
    CODES.put(DType.BOOL, "b1");
  }

  private NpyFile() {}

  /** Reads a file. */
  static Tensor read(Path file) {
    try {
      return parse(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidInputException malformed(Path file, String what) {
    return new InvalidInputException(file + " is no array file that can be read: " + what);
  }

  private static Tensor parse(Path file, byte[] bytes) {
    if (bytes.length < 12 || !Arrays.equals(MAGIC, 0, 6, bytes, 0, 6)) {
      throw malformed(file, "it does not begin like one");
    }
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int start = bytes[6] == 1 ? 10 : 12;
    long length = bytes[6] == 1 ? data.getShort(8) & 0xffff : data.getInt(8) & 0xffffffffL;
    if (start + length > bytes.length) {
      throw malformed(file, "its header is cut off");
    }
    String header = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
    Matcher type = DESCRIPTION.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher dims = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !dims.find()) {
      throw malformed(file, "its header is " + header.strip());
    }
    if (order.group(1).equals("True")) {
      throw malformed(file, "it is in Fortran order; save it in C order");
    }
    data.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    data.position(start + (int) length);
    return elements(file, dtype(file, type.group(2)), shape(file, dims.group(1)), data);
  }

  private static DType dtype(Path file, String code) {
    String wanted = code.equals("?") ? "b1" : code;
    return CODES.entrySet().stream()
        .filter(e -> e.getValue().equals(wanted))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> malformed(file, "element type " + code + " is not supported"));
  }

  private static Shape shape(Path file, String text) {
    try {
      return Shape.of(
          Arrays.stream(text.split(",", -1))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray());
    } catch (IllegalArgumentException e) {
      throw malformed(file, "its shape is (" + text + ")");
    }
  }

  private static Tensor elements(Path file, DType dtype, Shape shape, ByteBuffer data) {
    int width = dtype.storage().bytes();
    if (data.remaining() != (long) shape.size() * width) {
      throw malformed(
          file,
          "shape "
              + shape
              + " needs "
              + (long) shape.size() * width
              + " bytes, it has "
              + data.remaining());
    }
    Object array = dtype.storage().allocate(shape.size());
    if (array instanceof float[] a) {
      data.asFloatBuffer().get(a);
    } else if (array instanceof double[] a) {
      data.asDoubleBuffer().get(a);
    } else if (array instanceof long[] a) {
      data.asLongBuffer().get(a);
    } else if (array instanceof int[] a) {
      data.asIntBuffer().get(a);
    } else if (array instanceof short[] a) {
      data.asShortBuffer().get(a);
    } else {
      data.get((byte[]) array);
    }
    return Tensor.of(dtype, shape, array);
  }

  /**
   * Writes a tensor; the file appears only when it is complete.
   *
   * @throws InvalidInputException if the format has no such element type
   */
  static void write(Path file, Tensor tensor) {
    String code = CODES.get(tensor.dtype());
    if (code == null) {
      throw new InvalidInputException(
          "array files have no element type " + tensor.dtype() + "; " + file + " is not written");
    }
    String dims =
        Arrays.stream(tensor.shape().dims())
            .mapToObj(d -> d + ",")
            .collect(Collectors.joining(" "));
    String header =
        "{'descr': '"
            + (code.endsWith("1") ? "|" : "<")
            + code
            + "', 'fortran_order': False, 'shape': ("
            + dims
            + "), }";
    int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer out =
        ByteBuffer.allocate(10 + padded + tensor.size() * tensor.dtype().storage().bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
    out.put(
        (header + " ".repeat(padded - header.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    Object array = tensor.array();
    if (array instanceof float[] a) {
      out.asFloatBuffer().put(a);
    } else if (array instanceof double[] a) {
      out.asDoubleBuffer().put(a);
    } else if (array instanceof long[] a) {
      out.asLongBuffer().put(a);
    } else if (array instanceof int[] a) {
      out.asIntBuffer().put(a);
    } else if (array instanceof short[] a) {
      out.asShortBuffer().put(a);
    } else {
      out.put((byte[]) array);
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(temporary, out.array());
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
