package dev.lanewise.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Packing;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Weights are packed once, and those in a file by way of one array for all of them. */
class PackedWeightsTest {
  /** Turns the order around, and remembers the arrays that weights came in. */
  private record Reversed(int length, Consumer<float[]> seen) implements Packing {
    @Override
    public void pack(float[] weight, int weightAt, float[] packed, int packedAt) {
      seen.accept(weight);
      for (int i = 0; i < length; i++) {
        packed[packedAt + i] = weight[weightAt + length - 1 - i];
      }
    }
  }

  private static Tensor stored(int first, int size) {
    return Tensor.stored(
        Shape.of(size),
        (to, at) -> {
          for (int i = 0; i < size; i++) {
            to[at + i] = first + i;
          }
        });
  }

  @Test
  void storedWeightsShareTheArrayTheyAreCopiedTo() {
    PackedWeights weights = new PackedWeights();
    List<float[]> seen = new ArrayList<>();
    Consumer<float[]> keep = seen::add;
    Tensor a = stored(1, 3);
    Tensor b = stored(5, 2);
    float[] packed = weights.get(a, new Reversed(3, keep));
    assertThat(packed).containsExactly(3, 2, 1);
    assertThat(weights.get(b, new Reversed(2, keep))).containsExactly(6, 5);
    assertThat(seen).hasSize(2);
    assertThat(seen.get(1)).isSameAs(seen.get(0));
    assertThat(weights.get(a, new Reversed(3, keep))).isSameAs(packed);
    assertThat(seen).hasSize(2);
  }

  @Test
  void aStoredTensorIsItsElementsUnderEveryShape() {
    Tensor x = stored(1, 6).reshape(Shape.of(2, 3));
    assertThat(x.isStored()).isTrue();
    float[] to = new float[8];
    x.copyTo(to, 1);
    assertThat(to).containsExactly(0, 1, 2, 3, 4, 5, 6, 0);
    assertThat(x.floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(x.copy().isStored()).isFalse();
  }
}
