package dev.lanewise.trainer;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The variables of a model in the order in which it declares them. */
final class Weights {
  private final Map<String, Weight> byName = new LinkedHashMap<>();
  private long version;

  /** The variable of a name, made with its first value if it is not known yet. */
  Weight declare(String name, TensorType type, boolean trainable, Supplier<Tensor> first) {
    Weight known = byName.get(name);
    if (known == null) {
      Tensor value = first.get().copy();
      known = new Weight(name, trainable, value);
      byName.put(name, known);
    }
    if (!known.current(0).type().equals(type)) {
      throw new IllegalArgumentException(
          "variable '" + name + "' is " + known.current(0) + ", but is declared as " + type);
    }
    return known;
  }

  /** All variables. */
  List<Weight> all() {
    return new ArrayList<>(byName.values());
  }

  /** The variable of a name. */
  Weight get(String name) {
    Weight found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no variable '" + name + "'; there are " + byName.keySet());
    }
    return found;
  }

  /** A table of the variables, with their shapes and numbers of parameters. */
  String summary() {
    int name = byName.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder b = new StringBuilder();
    long total = 0;
    long trained = 0;
    for (Weight weight : byName.values()) {
      Tensor value = weight.current(0);
      total += value.size();
      trained += weight.isTrainable() ? value.size() : 0;
      b.append(weight.name())
          .append(" ".repeat(name - weight.name().length()))
          .append(String.format(Locale.ROOT, "  %-20s %,12d", value.shape(), value.size()))
          .append(weight.isTrainable() ? "\n" : "  not trained\n");
    }
    return b.append(
            String.format(Locale.ROOT, "%,d parameters, %,d of them trained\n", total, trained))
        .toString();
  }

  /** Grows whenever a value changes. */
  long version() {
    return version;
  }

  /** Says that values have changed. */
  void changed() {
    version++;
  }
}
