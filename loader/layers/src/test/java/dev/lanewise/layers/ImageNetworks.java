package dev.lanewise.layers;

import static dev.lanewise.layers.Blocks.classes;
import static dev.lanewise.layers.Blocks.conv;
import static dev.lanewise.layers.Blocks.dense;
import static dev.lanewise.layers.Blocks.depthwise;
import static dev.lanewise.layers.Blocks.inverted;
import static dev.lanewise.layers.Blocks.maxPool;
import static dev.lanewise.layers.Blocks.network;
import static dev.lanewise.layers.Blocks.plain;
import static dev.lanewise.layers.Blocks.squeeze;

import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Reference networks that work on images. */
final class ImageNetworks {
  private static final int[] IMAGE = {224, 224, 3};

  private ImageNetworks() {}

  /** By the names of their folders. */
  static Map<String, Network> all() {
    return Map.ofEntries(
        Map.entry("lenet", lenet()),
        Map.entry("vgg16", network("vgg16", IMAGE, ImageNetworks::vgg16)),
        Map.entry("resnet18", network("resnet18", IMAGE, x -> resnet(x, false, 2, 2, 2, 2))),
        Map.entry("resnet50", network("resnet50", IMAGE, x -> resnet(x, true, 3, 4, 6, 3))),
        Map.entry("squeezenet1.1", network("squeezenet", IMAGE, ImageNetworks::squeezeNet)),
        Map.entry("mobilenet-v1", network("mobilenet_v1", IMAGE, ImageNetworks::mobileNet1)),
        Map.entry("mobilenet-v2", network("mobilenet_v2", IMAGE, ImageNetworks::mobileNet2)),
        Map.entry("mobilenet-v3-large", network("mobilenet_v3", IMAGE, ImageNetworks::mobileNet3)),
        Map.entry(
            "efficientnet-b0", network("efficientnet_b0", IMAGE, x -> efficientNet(x, false))),
        Map.entry(
            "efficientnet-lite0", network("efficientnet_lite0", IMAGE, x -> efficientNet(x, true))),
        Map.entry("shufflenet-v2", network("shufflenet_v2", IMAGE, ImageNetworks::shuffleNet)),
        Map.entry("unet-small", network("unet", new int[] {128, 128, 3}, ImageNetworks::unet)),
        Map.entry("yolo-tiny-416", network("yolo", new int[] {416, 416, 3}, ImageNetworks::yolo)));
  }

  private static Network lenet() {
    return Sequential.of(
        "lenet",
        InputLayer.of(28, 28, 1),
        Convolution.conv2d(6, 5).with("padding", "same").with("activation", "tanh"),
        Pooling.average2d(2),
        Convolution.conv2d(16, 5).with("activation", "tanh"),
        Pooling.average2d(2),
        Flatten.of(),
        Dense.of(120, "tanh"),
        Dense.of(84, "tanh"),
        Dense.of(10, "softmax"));
  }

  private static Output vgg16(Output image) {
    Output x = image;
    int[][] stages = {{2, 64}, {2, 128}, {3, 256}, {3, 512}, {3, 512}};
    for (int[] stage : stages) {
      for (int i = 0; i < stage[0]; i++) {
        x = plain(x, stage[1], 3, "relu");
      }
      x = maxPool(x, 2, 2, "valid");
    }
    x = dense(dense(Flatten.of().on(x), 4096, "relu"), 4096, "relu");
    return Dense.of(1000, "softmax").on(x);
  }

  private static Output resnet(Output image, boolean bottleneck, int... depths) {
    Output x = maxPool(conv(image, 64, 7, 2, "relu"), 3, 2, "same");
    int channels = 64;
    for (int stage = 0; stage < depths.length; stage++) {
      int width = 64 << stage;
      int out = bottleneck ? 4 * width : width;
      for (int i = 0; i < depths[stage]; i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        boolean same = stride == 1 && channels == out;
        Output shortcut = same ? x : conv(x, out, 1, stride, "linear");
        Output y = bottleneck ? conv(x, width, 1, 1, "relu") : x;
        y = conv(y, width, 3, stride, "relu");
        y = conv(y, out, bottleneck ? 1 : 3, 1, "linear");
        x = Activation.of("relu").on(Merging.add().on(y, shortcut));
        channels = out;
      }
    }
    return classes(x, 1000);
  }

  private static Output squeezeNet(Output image) {
    Output x = maxPool(plain(image, 64, 3, 2, "valid", "relu"), 3, 2, "valid");
    int[] widths = {16, 16, 0, 32, 32, 0, 48, 48, 64, 64};
    for (int width : widths) {
      if (width == 0) {
        x = maxPool(x, 3, 2, "valid");
      } else {
        Output s = plain(x, width, 1, "relu");
        Output[] expanded = {plain(s, 4 * width, 1, "relu"), plain(s, 4 * width, 3, "relu")};
        x = Concatenate.of().on(expanded);
      }
    }
    Output y = plain(x, 1000, 1, "relu");
    return Activation.of("softmax").on(GlobalPooling.average2d().on(y));
  }

  private static Output mobileNet1(Output image) {
    Output x = conv(image, 32, 3, 2, "relu6");
    int[][] blocks = {
      {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
      {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
    };
    for (int[] block : blocks) {
      x = conv(depthwise(x, 3, block[1], "relu6"), block[0], 1, 1, "relu6");
    }
    return classes(x, 1000);
  }

  private static Output mobileNet2(Output image) {
    Output x = conv(image, 32, 3, 2, "relu6");
    int in = 32;
    // Expansion, output, repetitions, stride.
    int[][] stages = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    for (int[] s : stages) {
      for (int i = 0; i < s[2]; i++) {
        x = inverted(x, in, s[1], s[0] * in, 3, i == 0 ? s[3] : 1, "relu6", y -> y);
        in = s[1];
      }
    }
    return classes(conv(x, 1280, 1, 1, "relu6"), 1000);
  }

  private static Output mobileNet3(Output image) {
    Output x = conv(image, 16, 3, 2, "hard_silu");
    int in = 16;
    // Kernel, width, output, stride, whether squeezed, whether the activation is hard_silu.
    int[][] blocks = {
      {3, 16, 16, 1, 0, 0}, {3, 64, 24, 2, 0, 0}, {3, 72, 24, 1, 0, 0}, {5, 72, 40, 2, 1, 0},
      {5, 120, 40, 1, 1, 0}, {5, 120, 40, 1, 1, 0}, {3, 240, 80, 2, 0, 1}, {3, 200, 80, 1, 0, 1},
      {3, 184, 80, 1, 0, 1}, {3, 184, 80, 1, 0, 1}, {3, 480, 112, 1, 1, 1}, {3, 672, 112, 1, 1, 1},
      {5, 672, 160, 2, 1, 1}, {5, 960, 160, 1, 1, 1}, {5, 960, 160, 1, 1, 1}
    };
    for (int[] b : blocks) {
      int wide = b[1];
      int inner = (wide / 4 + 7) / 8 * 8;
      UnaryOperator<Output> squeezed =
          b[4] == 0 ? y -> y : y -> squeeze(y, wide, inner, "relu", "hard_sigmoid");
      String activation = b[5] == 0 ? "relu" : "hard_silu";
      x = inverted(x, in, b[2], wide, b[0], b[3], activation, squeezed);
      in = b[2];
    }
    Output y = GlobalPooling.average2d().on(conv(x, 960, 1, 1, "hard_silu"));
    return Dense.of(1000, "softmax").on(dense(y, 1280, "hard_silu"));
  }

  private static Output efficientNet(Output image, boolean lite) {
    String activation = lite ? "relu6" : "silu";
    Output x = conv(image, 32, 3, 2, activation);
    int in = 32;
    // Expansion, output, repetitions, stride, kernel.
    int[][] stages = {
      {1, 16, 1, 1, 3},
      {6, 24, 2, 2, 3},
      {6, 40, 2, 2, 5},
      {6, 80, 3, 2, 3},
      {6, 112, 3, 1, 5},
      {6, 192, 4, 2, 5},
      {6, 320, 1, 1, 3}
    };
    for (int[] s : stages) {
      for (int i = 0; i < s[2]; i++) {
        int wide = s[0] * in;
        int inner = in / 4;
        UnaryOperator<Output> squeezed =
            lite ? y -> y : y -> squeeze(y, wide, inner, "silu", "sigmoid");
        x = inverted(x, in, s[1], wide, s[4], i == 0 ? s[3] : 1, activation, squeezed);
        in = s[1];
      }
    }
    return classes(conv(x, 1280, 1, 1, activation), 1000);
  }

  /** One half of the channels; Keras has no layer that takes a part of the last dimension. */
  private static Output half(Output x, int size, int channels, boolean second) {
    int half = channels / 2;
    int[][] cut = {{0, 0}, {0, 0}, second ? new int[] {half, 0} : new int[] {0, half}};
    Layer crop = Objects.requireNonNull(LayerTypes.find("Cropping3D")).create("cropping", cut);
    Output apart = Reshape.of(size, size, channels, 1).on(x);
    return Reshape.of(size, size, half).on(crop.on(apart));
  }

  private static Output shuffled(Output x, int size, int channels) {
    Output y = Reshape.of(size, size, 2, channels / 2).on(x);
    return Reshape.of(size, size, channels).on(Permute.of(1, 2, 4, 3).on(y));
  }

  private static Output shuffleNet(Output image) {
    Output x = maxPool(conv(image, 24, 3, 2, "relu"), 3, 2, "same");
    int size = 56;
    int[][] stages = {{116, 4}, {232, 8}, {464, 4}};
    for (int[] stage : stages) {
      int out = stage[0];
      int half = out / 2;
      Output left = conv(depthwise(x, 3, 2, "linear"), half, 1, 1, "relu");
      Output right = conv(x, half, 1, 1, "relu");
      right = conv(depthwise(right, 3, 2, "linear"), half, 1, 1, "relu");
      size /= 2;
      x = shuffled(Concatenate.of().on(left, right), size, out);
      for (int i = 1; i < stage[1]; i++) {
        Output kept = half(x, size, out, false);
        Output y = conv(half(x, size, out, true), half, 1, 1, "relu");
        y = conv(depthwise(y, 3, 1, "linear"), half, 1, 1, "relu");
        x = shuffled(Concatenate.of().on(kept, y), size, out);
      }
    }
    return classes(conv(x, 1024, 1, 1, "relu"), 1000);
  }

  private static Output unet(Output image) {
    Output[] kept = new Output[3];
    Output x = image;
    for (int level = 0; level < 3; level++) {
      kept[level] = twice(x, 16 << level);
      x = maxPool(kept[level], 2, 2, "valid");
    }
    x = twice(x, 128);
    for (int level = 2; level >= 0; level--) {
      int width = 16 << level;
      Output up = TransposedConvolution.conv2d(width, 2, 2).on(x);
      x = twice(Concatenate.of().on(up, kept[level]), width);
    }
    return plain(x, 1, 1, "sigmoid");
  }

  private static Output twice(Output x, int width) {
    return conv(conv(x, width, 3, 1, "relu"), width, 3, 1, "relu");
  }

  private static Output yolo(Output image) {
    Output x = leaky(image, 16);
    for (int width = 32; width <= 512; width *= 2) {
      x = leaky(maxPool(x, 2, 2, "valid"), width);
    }
    x = leaky(leaky(maxPool(x, 2, 1, "same"), 1024), 1024);
    return plain(x, 125, 1, "linear");
  }

  private static Output leaky(Output x, int filters) {
    Layer layer = Convolution.conv2d(filters, 3).with("padding", "same").with("use_bias", false);
    Output y = BatchNormalization.of().on(layer.with("kernel_initializer", "he_normal").on(x));
    return ParametricActivation.leaky(0.1).on(y);
  }
}
