package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.tensor.Shape;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BroadcastTest {
  private final Random random = new Random(3);

  @Test
  void walksRandomOperandsAsIndexArithmeticDoes() {
    for (int trial = 0; trial < 2000; trial++) {
      int rank = random.nextInt(6);
      int[] dims = random.ints(rank, trial % 20 == 0 ? 0 : 1, 4).toArray();
      Shape a = operand(dims);
      Shape b = operand(dims);
      Shape c = Shape.of(dims);
      Shape result = Objects.requireNonNull(Shapes.broadcast(a, b, c));
      assertThat(result).isEqualTo(c);
      Broadcast walk = Broadcast.of(result, a, b, c);
      assertThat(walk.rows() * walk.run()).isEqualTo(result.size());
      assertThat(walk.rows() == 0 || walk.isWhole(2)).isTrue();
      Shape[] operands = {a, b, c};
      for (int row = 0; row < walk.rows(); row++) {
        for (int i = 0; i < walk.run(); i++) {
          for (int k = 0; k < 3; k++) {
            assertThat(walk.offset(k, row) + i * walk.step(k))
                .isEqualTo(offset(result, operands[k], row * walk.run() + i));
          }
        }
      }
    }
  }

  private Shape operand(int[] dims) {
    int rank = random.nextInt(dims.length + 1);
    int[] d = new int[rank];
    for (int i = 0; i < rank; i++) {
      d[i] = random.nextBoolean() ? 1 : dims[dims.length - rank + i];
    }
    return Shape.of(d);
  }

  private static int offset(Shape result, Shape operand, int index) {
    int rest = index;
    int at = 0;
    int stride = 1;
    for (int d = 1; d <= result.rank(); d++) {
      int i = rest % result.dim(-d);
      rest /= result.dim(-d);
      if (d <= operand.rank()) {
        at += operand.dim(-d) == 1 ? 0 : i * stride;
        stride *= operand.dim(-d);
      }
    }
    return at;
  }

  @Test
  void mergesWhatCanBeWalkedInOneRun() {
    Shape nchw = Shape.of(2, 3, 4, 5);
    Broadcast flat = Broadcast.of(nchw, nchw, nchw);
    assertThat(flat.rows()).isEqualTo(1);
    assertThat(flat.run()).isEqualTo(120);
    Broadcast perChannel = Broadcast.of(nchw, nchw, Shape.of(3, 1, 1));
    assertThat(perChannel.rows()).isEqualTo(6);
    assertThat(perChannel.run()).isEqualTo(20);
    assertThat(perChannel.step(1)).isZero();
    Broadcast row = Broadcast.of(nchw, nchw, Shape.of(4, 5));
    assertThat(row.rows()).isEqualTo(6);
    assertThat(row.repeats(1)).isTrue();
    assertThat(row.repeats(0)).isFalse();
  }

  @Test
  void unknownDimensionsStaySymbolicUntilAKnownOneDecides() {
    Shape a = Shape.symbolic(new int[] {-1, 1, -1, -1}, new String[] {"n", null, "h", "w"});
    Shape b = Shape.symbolic(new int[] {3, -1, -1}, new String[] {null, "h", "v"});
    assertThat(Shapes.broadcast(a, b))
        .isEqualTo(Shape.symbolic(new int[] {-1, 3, -1, -1}, new String[] {"n", null, "h", null}));
    assertThat(Shapes.broadcast(Shape.of(-1), Shape.of(7))).isEqualTo(Shape.of(7));
    assertThat(Shapes.broadcast(Shape.of(1), Shape.of(0))).isEqualTo(Shape.of(0));
    assertThat(Shapes.broadcast(Shape.of(2), null)).isNull();
  }

  @Test
  void refusesSizesThatDiffer() {
    assertThatThrownBy(() -> Shapes.broadcast(Shape.of(2, 3), Shape.of(4, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes [[2, 3], [4, 3]] do not broadcast: dimension -2 is 2 and 4");
  }
}
