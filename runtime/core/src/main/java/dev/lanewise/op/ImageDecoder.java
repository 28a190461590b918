package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.image.ImageCodecs;
import dev.lanewise.image.Picture;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * A picture file, as UINT8 {@code [bytes]}, decoded to UINT8 {@code [H, W, channels]}; {@code [0,
 * 0, channels]} if it cannot be decoded. Needs an {@link dev.lanewise.image.ImageCodec} on the
 * path.
 *
 * @param format the channels
 */
public record ImageDecoder(PixelFormat format) implements Op {
  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.UINT8, "needs uint8, but the input is " + in.dtype(0));
    Shape x = in.shape(0);
    in.require(x == null || x.rank() == 1, "needs the bytes of a file, but the input is " + x);
    Shape y = Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, channels());
    return List.of(new TensorType(DType.UINT8, y));
  }

  private int channels() {
    return format == PixelFormat.GRAYSCALE ? 1 : 3;
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Picture picture = ImageCodecs.decode(in.tensor(0).bytes());
    if (picture == null) {
      return List.of(Tensor.zeros(DType.UINT8, Shape.of(0, 0, channels())));
    }
    byte[] rgb = picture.rgb();
    byte[] y = rgb;
    if (format != PixelFormat.RGB) {
      y = format == PixelFormat.BGR ? reversed(rgb) : luminance(rgb);
    }
    return List.of(
        Tensor.of(DType.UINT8, Shape.of(picture.height(), picture.width(), channels()), y));
  }

  private static byte[] reversed(byte[] rgb) {
    byte[] y = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      y[i] = rgb[i + 2];
      y[i + 1] = rgb[i + 1];
      y[i + 2] = rgb[i];
    }
    return y;
  }

  /** 0.299 R + 0.587 G + 0.114 B, with weights in 65536ths, rounded. */
  private static byte[] luminance(byte[] rgb) {
    byte[] y = new byte[rgb.length / 3];
    for (int i = 0; i < y.length; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      y[i] = (byte) (red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16);
    }
    return y;
  }
}
