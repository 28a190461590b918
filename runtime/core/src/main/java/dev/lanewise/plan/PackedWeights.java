package dev.lanewise.plan;

import dev.lanewise.kernel.Packing;
import dev.lanewise.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Packed forms of constant weights, made once and shared by all plans of a model. A weight is known
 * by its identity; its packed forms live as long as it does.
 */
public final class PackedWeights {
  private final Map<Tensor, Map<Packing, float[]>> forms = new WeakHashMap<>();

  /** What weights are copied to from where they are stored, one after the other. */
  private WeakReference<float @Nullable []> room = new WeakReference<>(null);

  /** An empty store. */
  public PackedWeights() {}

  /** The packed form of a FLOAT tensor. */
  float[] get(Tensor weight, Packing packing) {
    Map<Packing, float[]> ofWeight;
    synchronized (forms) {
      ofWeight = forms.computeIfAbsent(weight, w -> new ConcurrentHashMap<>());
    }
    return ofWeight.computeIfAbsent(packing, p -> pack(weight, p));
  }

  private float[] pack(Tensor weight, Packing packing) {
    float[] packed = new float[packing.length()];
    if (weight.isStored()) {
      float[] copy = take(weight.size());
      weight.copyTo(copy, 0);
      packing.pack(copy, 0, packed, 0);
      give(copy);
    } else {
      packing.pack(weight.floats(), 0, packed, 0);
    }
    return packed;
  }

  /** An array for the elements of a weight that nobody else uses. */
  private synchronized float[] take(int length) {
    float[] known = room.get();
    room = new WeakReference<>(null);
    return known != null && known.length >= length ? known : new float[length];
  }

  private synchronized void give(float[] array) {
    float[] known = room.get();
    if (known == null || known.length < array.length) {
      room = new WeakReference<>(array);
    }
  }
}
