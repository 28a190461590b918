package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import dev.lanewise.op.AveragePool;
import dev.lanewise.op.GlobalAveragePool;
import dev.lanewise.op.GlobalLpPool;
import dev.lanewise.op.GlobalMaxPool;
import dev.lanewise.op.LpPool;
import dev.lanewise.op.MaxPool;
import dev.lanewise.op.MaxUnpool;
import dev.lanewise.op.Window;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Pooling. */
final class PoolingProperties {
  private PoolingProperties() {}

  private static final double TOLERANCE = 2e-5;

  static void addTo(Properties p) {
    p.add(MaxPool.class, d -> new MaxPool(windows(d, d.one(DType.INT8, DType.UINT8)), d.flag()));
    p.add(AveragePool.class, d -> new AveragePool(windows(d, null), d.flag()));
    p.add(LpPool.class, d -> new LpPool(windows(d, null), d.integer(1, 3)));
    p.add(GlobalAveragePool.class, d -> global(d, new GlobalAveragePool()));
    p.add(GlobalMaxPool.class, d -> global(d, new GlobalMaxPool()));
    p.add(GlobalLpPool.class, d -> global(d, new GlobalLpPool(d.integer(1, 3))));
    p.add(MaxUnpool.class, PoolingProperties::unpool);
  }

  private static Window windows(Draw d, @Nullable DType integer) {
    int rank = d.integer(1, 3);
    int[] in = d.integers(rank, 1, 9);
    int[] kernel = d.integers(rank, 1, 3);
    Shape x = Shape.of(d.integer(0, 2), d.integer(1, 17)).concat(Shape.of(in));
    if (d.once(3)) {
      d.activation(x);
    } else {
      DType dtype = integer != null && d.once(4) ? integer : d.floating();
      d.add(d.tensor(dtype, x));
    }
    d.within(TOLERANCE).wants(integer == null ? 1 : d.integer(1, 2));
    return NetworkProperties.window(d, in, kernel, true);
  }

  private static Op global(Draw d, Op op) {
    Shape x = d.filled(3, 5);
    if (d.once(3)) {
      d.activation(x);
    } else {
      d.add(d.tensor(d.floating(), x));
    }
    d.within(TOLERANCE);
    return op;
  }

  private static Op unpool(Draw d) {
    int[] in = d.integers(2, 1, 5);
    Shape x = Shape.of(d.integer(1, 2), d.integer(1, 3)).concat(Shape.of(in));
    int most = x.dim(0) * x.dim(1) * 4 * in[0] * in[1];
    d.add(d.tensor(d.floating(), x)).setting(d.tensor(DType.INT64, x, 0, most - 1));
    if (d.once(3)) {
      d.setting(Draw.list(x.dim(0), x.dim(1) + 1, 2 * in[0] + 1, 2 * in[1]));
    }
    return new MaxUnpool(new int[] {2, 2}, new int[] {2, 2}, new int[0]);
  }
}
