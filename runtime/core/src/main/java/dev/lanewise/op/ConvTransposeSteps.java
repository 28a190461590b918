package dev.lanewise.op;

import dev.lanewise.graph.Lowering;
import dev.lanewise.graph.Ref;
import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.ConvKernel;
import dev.lanewise.kernel.Epilogue;
import dev.lanewise.kernel.KernelSet;
import dev.lanewise.kernel.Layout;
import dev.lanewise.kernel.Packing;
import dev.lanewise.tensor.Storage;
import java.util.ArrayList;
import java.util.List;

/** Steps for a transposed convolution: one convolution per phase, then the phases interleaved. */
final class ConvTransposeSteps {
  private static final int GRAIN = 1 << 14;

  private ConvTransposeSteps() {}

  /** Layouts of input and output, empty if the phases do not agree on them. */
  static List<Layout> layouts(
      List<TransposedPhase> phases, KernelSet kernels, Accuracy accuracy, int threads) {
    List<Layout> layouts = new ArrayList<>();
    for (TransposedPhase phase : phases) {
      ConvKernel kernel = kernels.conv().prepare(phase.shape(), Epilogue.NONE, accuracy, threads);
      List<Layout> wanted = List.of(kernel.input(), kernel.output());
      if (layouts.isEmpty()) {
        layouts.addAll(wanted);
      } else if (!layouts.equals(wanted)) {
        return List.of();
      }
    }
    return layouts;
  }

  static void emit(Lowering l, Spatial s, List<TransposedPhase> phases) {
    Layout layout = l.outputLayout(0);
    boolean single = s.strideHeight() == 1 && s.strideWidth() == 1;
    List<Ref> parts = new ArrayList<>();
    for (TransposedPhase phase : phases) {
      ConvKernel kernel =
          l.kernels().conv().prepare(phase.shape(), Epilogue.NONE, l.accuracy(), l.threads());
      Ref part = single ? l.output(0) : scratch(l, layout, phase);
      Ref w = weight(l, phase, kernel.packing());
      l.multiplyAdds(phase.shape().macs());
      l.emitKernel(kernel, l.input(0), w, l.has(2) ? l.input(2) : null, null, null, part);
      parts.add(part);
    }
    if (!single) {
      interleave(l, s, phases, parts);
    }
  }

  private static Ref weight(Lowering l, TransposedPhase phase, Packing packing) {
    if (l.constant(1) != null) {
      return l.packed(1, phase.packing(packing));
    }
    Ref raw = l.input(1);
    Ref w = l.scratch(Storage.FLOATS, phase.weightLength());
    l.emit("phase weight", f -> phase.weight(f.floats(raw), raw.offset(), f.floats(w), w.offset()));
    if (packing.isRaw()) {
      return w;
    }
    Ref packed = l.scratch(Storage.FLOATS, packing.length());
    l.emit("pack", f -> packing.pack(f.floats(w), w.offset(), f.floats(packed), packed.offset()));
    return packed;
  }

  private static Ref scratch(Lowering l, Layout layout, TransposedPhase phase) {
    int pixels = phase.rows().count() * phase.columns().count();
    return l.scratch(
        Storage.FLOATS, Math.toIntExact(layout.size(phase.batch(), phase.outChannels(), pixels)));
  }

  private static void interleave(
      Lowering l, Spatial s, List<TransposedPhase> phases, List<Ref> parts) {
    Planes planes = Planes.of(l.outputShape(0), l.outputLayout(0));
    Ref y = l.output(0);
    int block = planes.layout().block();
    int width = s.inWidth();
    l.emitRange(
        "interleave",
        planes.count(),
        1 + GRAIN / planes.stride(),
        (f, from, to) -> {
          for (int i = 0; i < parts.size(); i++) {
            TransposedPhase phase = phases.get(i);
            Ref part = parts.get(i);
            int pixels = phase.rows().count() * phase.columns().count();
            int stride = planes.layout().planeStride(pixels);
            for (int p = from; p < to; p++) {
              spread(
                  phase,
                  block,
                  f.floats(part),
                  part.offset() + p * stride,
                  f.floats(y),
                  y.offset() + p * planes.stride(),
                  width);
            }
          }
        });
  }

  /** Copies a phase's plane to its places in the output plane. */
  private static void spread(
      TransposedPhase phase, int block, float[] x, int xAt, float[] y, int yAt, int width) {
    TransposedAxis rows = phase.rows();
    TransposedAxis columns = phase.columns();
    int n = columns.count();
    int step = columns.stride() * block;
    for (int r = 0; r < rows.count(); r++) {
      int from = xAt + r * n * block;
      int to = yAt + ((rows.start() + r * rows.stride()) * width + columns.start()) * block;
      for (int c = 0; c < n; c++) {
        for (int i = 0; i < block; i++) {
          y[to + c * step + i] = x[from + c * block + i];
        }
      }
    }
  }
}
