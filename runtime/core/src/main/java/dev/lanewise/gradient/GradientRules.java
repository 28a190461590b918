package dev.lanewise.gradient;

import dev.lanewise.graph.Op;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rule an operator has. Immutable. */
public final class GradientRules {
  private static final GradientRules STANDARD = new GradientRules(standardRules());

  private final Map<Class<? extends Op>, GradientRule> rules;

  private GradientRules(Map<Class<? extends Op>, GradientRule> rules) {
    this.rules = Map.copyOf(rules);
  }

  private static Map<Class<? extends Op>, GradientRule> standardRules() {
    Map<Class<? extends Op>, GradientRule> rules = new HashMap<>();
    ElementwiseRules.addTo(rules);
    ShapeRules.addTo(rules);
    ProductRules.addTo(rules);
    ActivationRules.addTo(rules);
    MovementRules.addTo(rules);
    ReductionRules.addTo(rules);
    ConvolutionRules.addTo(rules);
    PoolingRules.addTo(rules);
    NormalizationRules.addTo(rules);
    RecurrentRules.addTo(rules);
    AttentionRules.addTo(rules);
    return rules;
  }

  /** The rules that come with the runtime. */
  public static GradientRules standard() {
    return STANDARD;
  }

  /** These rules and another one, which replaces the operator's own if it has one. */
  public GradientRules with(Class<? extends Op> operator, GradientRule rule) {
    Map<Class<? extends Op>, GradientRule> more = new HashMap<>(rules);
    more.put(operator, rule);
    return new GradientRules(more);
  }

  /** The operators that have a rule. */
  public Set<Class<? extends Op>> operators() {
    return rules.keySet();
  }

  /** The rule of an operator, null if it has none. */
  public @Nullable GradientRule find(Op op) {
    return rules.get(op.getClass());
  }
}
