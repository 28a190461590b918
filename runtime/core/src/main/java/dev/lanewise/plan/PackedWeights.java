package dev.lanewise.plan;

import dev.lanewise.kernel.Packing;
import dev.lanewise.tensor.Tensor;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Packed forms of constant weights, made once and shared by all plans of a model. A weight is known
 * by its identity; its packed forms live as long as it does.
 */
public final class PackedWeights {
  private final Map<Tensor, Map<Packing, float[]>> forms = new WeakHashMap<>();

  /** An empty store. */
  public PackedWeights() {}

  /** The packed form of a FLOAT tensor. */
  float[] get(Tensor weight, Packing packing) {
    Map<Packing, float[]> ofWeight;
    synchronized (forms) {
      ofWeight = forms.computeIfAbsent(weight, w -> new ConcurrentHashMap<>());
    }
    return ofWeight.computeIfAbsent(
        packing,
        p -> {
          float[] packed = new float[p.length()];
          p.pack(weight.floats(), 0, packed, 0);
          return packed;
        });
  }
}
