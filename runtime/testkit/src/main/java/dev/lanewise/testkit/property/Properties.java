package dev.lanewise.testkit.property;

import dev.lanewise.graph.Op;
import java.util.ArrayList;
import java.util.List;

/** The properties of all operators. */
public final class Properties {
  private final List<OpProperty> all = new ArrayList<>();

  private Properties() {}

  /** One or more per operator. */
  public static List<OpProperty> all() {
    Properties p = new Properties();
    ElementwiseProperties.addTo(p);
    ReductionProperties.addTo(p);
    MovementProperties.addTo(p);
    SelectionProperties.addTo(p);
    NetworkProperties.addTo(p);
    PoolingProperties.addTo(p);
    SequenceProperties.addTo(p);
    VisionProperties.addTo(p);
    QuantProperties.addTo(p);
    FeatureProperties.addTo(p);
    TextProperties.addTo(p);
    TrainingProperties.addTo(p);
    return p.all;
  }

  void add(Class<? extends Op> operator, OpProperty.Trial trial) {
    all.add(new OpProperty(operator, trial));
  }
}
