package dev.lanewise.op;

import dev.lanewise.kernel.ConvShape;
import dev.lanewise.kernel.Packing;
import java.util.ArrayList;
import java.util.List;

/**
 * A phase of a two-dimensional transposed convolution: the output pixels that an ordinary
 * convolution of the input gives.
 *
 * @param rows the vertical axis
 * @param columns the horizontal axis
 * @param batch images
 * @param inChannels channels of the input
 * @param outChannels channels of the output
 * @param groups groups of channels
 */
record TransposedPhase(
    TransposedAxis rows,
    TransposedAxis columns,
    int batch,
    int inChannels,
    int outChannels,
    int groups) {
  /** All phases with output pixels; {@code s} leads from output to input. */
  static List<TransposedPhase> all(
      Spatial s, int batch, int inChannels, int outChannels, int groups) {
    List<TransposedPhase> phases = new ArrayList<>();
    for (int r = 0; r < s.strideHeight(); r++) {
      TransposedAxis rows =
          new TransposedAxis(
              s.outHeight(),
              s.kernelHeight(),
              s.strideHeight(),
              s.dilationHeight(),
              s.padTop(),
              s.inHeight(),
              r);
      for (int c = 0; c < s.strideWidth(); c++) {
        TransposedAxis columns =
            new TransposedAxis(
                s.outWidth(),
                s.kernelWidth(),
                s.strideWidth(),
                s.dilationWidth(),
                s.padLeft(),
                s.inWidth(),
                c);
        if (rows.count() > 0 && columns.count() > 0) {
          phases.add(new TransposedPhase(rows, columns, batch, inChannels, outChannels, groups));
        }
      }
    }
    return phases;
  }

  /** The ordinary convolution. */
  ConvShape shape() {
    return new ConvShape(
        batch,
        inChannels,
        rows.in(),
        columns.in(),
        outChannels,
        rows.count(),
        columns.count(),
        rows.taps(),
        columns.taps(),
        1,
        1,
        rows.tapDilation(),
        columns.tapDilation(),
        rows.padBegin(),
        columns.padBegin(),
        groups);
  }

  /** How the weight of the transposed convolution becomes a kernel's weight of the phase. */
  Packing packing(Packing packing) {
    return new PhasePacking(packing, this);
  }

  /** Floats of the phase's weight. */
  int weightLength() {
    return outChannels * (inChannels / groups) * rows.taps() * columns.taps();
  }

  /** Writes the phase's weight, as an ordinary convolution has it. */
  void weight(float[] weight, int weightAt, float[] w, int wAt) {
    int groupIn = inChannels / groups;
    int groupOut = outChannels / groups;
    int taps = rows.kernel() * columns.kernel();
    int at = wAt;
    for (int m = 0; m < outChannels; m++) {
      for (int c = 0; c < groupIn; c++) {
        int from = weightAt + ((m / groupOut * groupIn + c) * groupOut + m % groupOut) * taps;
        for (int i = 0; i < rows.taps(); i++) {
          for (int j = 0; j < columns.taps(); j++) {
            int row = rows.tap(i);
            int column = columns.tap(j);
            w[at++] = row < 0 || column < 0 ? 0 : weight[from + row * columns.kernel() + column];
          }
        }
      }
    }
  }

  private record PhasePacking(Packing packing, TransposedPhase phase) implements Packing {
    @Override
    public int length() {
      return packing.length();
    }

    @Override
    public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
      float[] w = new float[phase.weightLength()];
      phase.weight(weight, weightAt, w, 0);
      packing.pack(w, 0, packed, packedAt);
    }
  }
}
