package dev.lanewise.testkit.contract;

import java.util.List;
import java.util.stream.Stream;

/** The convolutions that a {@link ConvContract} tries. */
final class ConvCases {
  private ConvCases() {}

  static Stream<ConvCase> all() {
    return Stream.of(
            pointwise(),
            threeByThree(),
            general(),
            stems(),
            narrow(),
            grouped(),
            depthwise(),
            oneDimensional())
        .flatMap(List::stream);
  }

  /** One case per algorithm that a back end is likely to have, for tests that try much on each. */
  static Stream<ConvCase> few() {
    return Stream.of(
        new ConvCase(13, 7, 5, 21, 1, 1),
        new ConvCase(24, 13, 11, 19, 3, 3).pad(1),
        new ConvCase(3, 17, 15, 12, 7, 7).stride(2, 2).pad(3),
        new ConvCase(3, 25, 27, 21, 3, 3).stride(2, 2).pad(1).batch(2),
        new ConvCase(12, 9, 8, 18, 3, 3).groups(3).pad(1).stride(2, 1),
        new ConvCase(19, 10, 9, 19, 3, 3).groups(19).pad(1).batch(2),
        new ConvCase(16, 10, 9, 16, 3, 3).groups(16).pad(1).stride(2, 2),
        new ConvCase(9, 23, 25, 9, 3, 3).groups(9).pad(1),
        new ConvCase(6, 8, 9, 12, 3, 3).groups(6).pad(1),
        new ConvCase(11, 14, 13, 3, 3, 5).pad(1).batch(2),
        new ConvCase(130, 1, 101, 125, 1, 5).pad(0, 2, 0, 2));
  }

  private static List<ConvCase> pointwise() {
    return List.of(
        new ConvCase(1, 1, 1, 1, 1, 1),
        new ConvCase(8, 1, 1, 8, 1, 1),
        new ConvCase(5, 3, 7, 9, 1, 1),
        new ConvCase(64, 14, 14, 64, 1, 1),
        new ConvCase(24, 9, 9, 144, 1, 1).batch(2),
        new ConvCase(144, 7, 9, 24, 1, 1),
        new ConvCase(33, 28, 28, 17, 1, 1),
        new ConvCase(16, 56, 56, 24, 1, 1),
        new ConvCase(256, 7, 7, 40, 1, 1).batch(3),
        new ConvCase(700, 3, 3, 20, 1, 1),
        new ConvCase(40, 15, 13, 32, 1, 1).stride(2, 2),
        new ConvCase(24, 8, 8, 16, 1, 1).stride(2, 3).batch(2),
        new ConvCase(8, 5, 5, 8, 1, 1).pad(1),
        new ConvCase(16, 6, 7, 8, 1, 1).pad(-1, 0, 0, -2));
  }

  private static List<ConvCase> threeByThree() {
    return List.of(
        new ConvCase(16, 6, 6, 16, 3, 3).pad(1),
        new ConvCase(32, 8, 8, 32, 3, 3),
        new ConvCase(64, 14, 14, 64, 3, 3).pad(1),
        new ConvCase(16, 28, 28, 24, 3, 3).pad(1),
        new ConvCase(20, 13, 17, 36, 3, 3).pad(1).batch(2),
        new ConvCase(24, 9, 10, 16, 3, 3).pad(0, 1, 2, 0),
        new ConvCase(17, 31, 3, 15, 3, 3).pad(1),
        new ConvCase(128, 7, 7, 128, 3, 3).pad(1),
        new ConvCase(32, 11, 12, 32, 3, 3).pad(2),
        new ConvCase(16, 9, 9, 16, 3, 3).pad(-1, -1, 0, 1),
        new ConvCase(8, 20, 20, 8, 3, 3).pad(1),
        new ConvCase(3, 15, 15, 16, 3, 3).pad(1),
        new ConvCase(64, 3, 3, 64, 3, 3).pad(1),
        new ConvCase(32, 15, 15, 32, 3, 3).stride(2, 2).pad(1),
        new ConvCase(64, 28, 28, 40, 3, 3).stride(2, 2).pad(0, 0, 1, 1),
        new ConvCase(16, 14, 14, 16, 3, 3).dilation(2, 2).pad(2),
        new ConvCase(24, 12, 11, 8, 3, 3).dilation(3, 2).pad(3, 2, 1, 0));
  }

  private static List<ConvCase> general() {
    return List.of(
        new ConvCase(3, 32, 32, 16, 7, 7).stride(2, 2).pad(3),
        new ConvCase(3, 33, 31, 24, 3, 3).stride(2, 2).pad(1),
        new ConvCase(1, 28, 28, 6, 5, 5).pad(2),
        new ConvCase(4, 24, 24, 20, 4, 4).stride(4, 4),
        new ConvCase(3, 35, 35, 10, 11, 11).stride(4, 4).pad(2),
        new ConvCase(16, 12, 12, 24, 5, 5).pad(2).batch(2),
        new ConvCase(17, 9, 11, 13, 1, 7).pad(0, 3, 0, 3),
        new ConvCase(17, 11, 9, 13, 7, 1).pad(3, 0, 3, 0),
        new ConvCase(9, 10, 10, 7, 2, 2),
        new ConvCase(32, 6, 6, 50, 6, 6),
        new ConvCase(8, 4, 4, 8, 3, 3).stride(3, 2).pad(4),
        new ConvCase(10, 16, 3, 10, 5, 3).stride(1, 2).dilation(2, 1).pad(3, 1, 5, 0),
        new ConvCase(2, 64, 64, 3, 2, 2).stride(2, 2),
        new ConvCase(5, 9, 9, 6, 3, 3).stride(4, 5));
  }

  /** Few input channels, rows of some length. */
  private static List<ConvCase> stems() {
    return List.of(
        new ConvCase(3, 65, 67, 24, 3, 3).stride(2, 2).pad(1),
        new ConvCase(3, 40, 61, 6, 3, 3).stride(2, 2).pad(1).batch(2),
        new ConvCase(3, 57, 49, 33, 7, 7).stride(2, 2).pad(3),
        new ConvCase(1, 90, 25, 40, 3, 5).stride(1, 1).pad(1, 2, 1, 2),
        new ConvCase(4, 31, 27, 16, 3, 3).stride(3, 1).pad(2, 1, 0, 3).batch(2),
        new ConvCase(2, 20, 60, 9, 2, 3).stride(1, 2).dilation(3, 2).pad(0, 3, 4, 1),
        new ConvCase(3, 1, 90, 20, 1, 9).stride(1, 2).pad(0, 8, 0, 0),
        new ConvCase(2, 30, 40, 12, 3, 3).stride(2, 2).pad(-2, -3, 1, -1));
  }

  /** Few output channels. */
  private static List<ConvCase> narrow() {
    return List.of(
        new ConvCase(8, 40, 50, 1, 5, 5).pad(2),
        new ConvCase(33, 20, 19, 1, 3, 3).pad(1).batch(2),
        new ConvCase(32, 60, 30, 2, 7, 3).pad(3, 1, 3, 1),
        new ConvCase(1, 1, 3000, 1, 1, 256).stride(1, 2),
        new ConvCase(2, 1, 900, 3, 1, 20).stride(1, 3).dilation(1, 2).pad(0, 9, 0, 11),
        new ConvCase(3, 25, 30, 2, 4, 5).stride(3, 2).dilation(2, 3).pad(4, 5, 2, 6),
        new ConvCase(1, 9, 11, 1, 3, 3).pad(-1, 2, 1, -2),
        new ConvCase(64, 30, 100, 1, 3, 3).pad(1),
        new ConvCase(700, 12, 13, 1, 3, 3),
        new ConvCase(24, 1, 1, 2, 3, 3).pad(1),
        new ConvCase(40, 17, 5, 4, 1, 1),
        new ConvCase(13, 17, 200, 4, 1, 1).stride(2, 2),
        new ConvCase(8, 33, 70, 8, 3, 39).pad(1, 19, 1, 19),
        new ConvCase(8, 40, 41, 8, 5, 5).pad(2),
        new ConvCase(12, 30, 30, 12, 5, 5).pad(1).batch(3),
        new ConvCase(16, 31, 29, 8, 3, 3).stride(2, 2).pad(1),
        new ConvCase(20, 12, 40, 7, 2, 3).dilation(2, 5).pad(0, 5, 2, 5),
        new ConvCase(12, 21, 22, 16, 3, 3).pad(1));
  }

  private static List<ConvCase> grouped() {
    return List.of(
        new ConvCase(32, 10, 10, 32, 3, 3).groups(2).pad(1),
        new ConvCase(64, 7, 7, 64, 3, 3).groups(8).pad(1).batch(2),
        new ConvCase(12, 9, 9, 18, 3, 3).groups(3).pad(1),
        new ConvCase(30, 8, 8, 20, 1, 1).groups(10),
        new ConvCase(136, 14, 14, 136, 1, 1).groups(4).batch(2),
        new ConvCase(24, 29, 31, 112, 1, 1).groups(4),
        new ConvCase(136, 7, 7, 136, 1, 1).groups(2),
        new ConvCase(20, 1, 2, 35, 1, 1).groups(5),
        new ConvCase(20, 1, 1, 35, 1, 1).groups(5).batch(3),
        new ConvCase(30, 9, 8, 20, 3, 3).groups(5).stride(2, 1).pad(1, 0, 2, 1),
        new ConvCase(24, 8, 6, 48, 1, 1).groups(3).batch(2),
        new ConvCase(48, 9, 9, 32, 5, 5).groups(2).stride(2, 2).pad(2),
        new ConvCase(6, 8, 9, 12, 3, 3).groups(6).pad(1),
        new ConvCase(8, 12, 12, 32, 3, 3).groups(8).stride(2, 2).pad(1),
        new ConvCase(3, 9, 9, 9, 5, 5).groups(3).pad(2),
        new ConvCase(14, 5, 5, 7, 3, 3).groups(7));
  }

  private static List<ConvCase> depthwise() {
    return List.of(
        new ConvCase(8, 1, 1, 8, 3, 3).groups(8).pad(1),
        new ConvCase(8, 7, 7, 8, 3, 3).groups(8).pad(1),
        new ConvCase(32, 28, 28, 32, 3, 3).groups(32).pad(1),
        new ConvCase(19, 15, 17, 19, 3, 3).groups(19).pad(1).batch(2),
        new ConvCase(24, 14, 14, 24, 3, 3).groups(24).pad(0, 0, 1, 1).stride(2, 2),
        new ConvCase(32, 15, 15, 32, 3, 3).groups(32).pad(1).stride(2, 2),
        new ConvCase(9, 2, 2, 9, 3, 3).groups(9).pad(1).stride(2, 2),
        new ConvCase(16, 5, 40, 16, 3, 3).groups(16),
        new ConvCase(16, 3, 2, 16, 3, 3).groups(16).pad(1),
        new ConvCase(17, 14, 14, 17, 5, 5).groups(17).pad(2),
        new ConvCase(16, 15, 13, 16, 5, 5).groups(16).pad(2).stride(2, 2),
        new ConvCase(16, 14, 14, 16, 5, 5).groups(16).pad(1, 1, 2, 2).stride(2, 2),
        new ConvCase(8, 3, 4, 8, 5, 5).groups(8).pad(2),
        new ConvCase(16, 12, 12, 16, 7, 7).groups(16).pad(3),
        new ConvCase(16, 11, 9, 16, 3, 3).groups(16).pad(2).dilation(2, 2),
        new ConvCase(8, 13, 13, 8, 3, 3).groups(8).pad(1).stride(3, 2),
        new ConvCase(11, 9, 9, 11, 3, 3).groups(11).pad(-1, 2, 1, -2),
        new ConvCase(10, 12, 12, 10, 4, 2).groups(10).pad(3, 0, 1, 1).stride(1, 2),
        new ConvCase(9, 25, 24, 9, 5, 5).groups(9).pad(2),
        new ConvCase(9, 31, 28, 9, 5, 5).groups(9).pad(2, 1, 2, 1).stride(2, 2),
        new ConvCase(8, 24, 26, 8, 7, 7).groups(8).pad(3),
        new ConvCase(8, 27, 29, 8, 7, 7).groups(8).pad(3).stride(2, 2),
        new ConvCase(10, 26, 25, 10, 3, 3).groups(10).pad(3, 2, 1, 4).dilation(3, 2),
        new ConvCase(8, 30, 40, 8, 4, 2).groups(8).pad(1, 1, 2, 0).stride(3, 1),
        new ConvCase(8, 60, 9, 8, 3, 3).groups(8).pad(1).stride(1, 3),
        new ConvCase(8, 6, 6, 8, 1, 1).groups(8),
        new ConvCase(8, 4, 4, 8, 3, 3).groups(8).pad(5));
  }

  private static List<ConvCase> oneDimensional() {
    return List.of(
        new ConvCase(80, 1, 60, 48, 1, 3).pad(0, 1, 0, 1),
        new ConvCase(21, 1, 85, 37, 1, 5).pad(0, 2, 0, 3).batch(2),
        new ConvCase(64, 130, 1, 40, 5, 1),
        new ConvCase(300, 61, 1, 20, 4, 1).pad(2, 0, 5, 0).batch(2),
        new ConvCase(133, 103, 1, 125, 5, 1).pad(2, 0, 3, 0),
        new ConvCase(200, 1, 83, 136, 1, 4).batch(2),
        new ConvCase(256, 2, 90, 201, 1, 3).pad(0, 1, 0, 1),
        new ConvCase(24, 7, 29, 24, 1, 3).pad(0, 1, 0, 1),
        new ConvCase(40, 3, 50, 16, 1, 5).pad(0, -1, 0, -2),
        new ConvCase(24, 5, 31, 13, 1, 4).pad(0, 9, 0, 9),
        new ConvCase(48, 1, 60, 48, 1, 3).pad(0, 1, 0, 1).stride(1, 2),
        new ConvCase(1, 1, 400, 32, 1, 10).stride(1, 5),
        new ConvCase(16, 1, 50, 16, 1, 5).dilation(1, 4).pad(0, 16, 0, 0),
        new ConvCase(24, 1, 100, 24, 1, 31).groups(24).pad(0, 15, 0, 15),
        new ConvCase(9, 1, 600, 9, 1, 21).groups(9).pad(0, 10, 0, 10),
        new ConvCase(12, 1, 33, 12, 1, 3).groups(12).pad(0, 2, 0, 0).dilation(1, 2),
        new ConvCase(32, 1, 40, 32, 1, 16).groups(4).pad(0, 8, 0, 7));
  }
}
