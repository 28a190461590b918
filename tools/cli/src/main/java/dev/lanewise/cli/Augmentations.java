package dev.lanewise.cli;

import dev.lanewise.error.InvalidInputException;
import dev.lanewise.trainer.data.Augmentation;
import dev.lanewise.trainer.data.GaussianNoise;
import dev.lanewise.trainer.data.RandomFlip;
import dev.lanewise.trainer.data.RandomRotation;
import dev.lanewise.trainer.data.RandomShift;
import dev.lanewise.trainer.data.RandomZoom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** Random changes as {@code --augment} names them, applied in the order in which they stand. */
final class Augmentations {
  private static final Map<String, DoubleFunction<Augmentation>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("shift", share -> new RandomShift(share, share));
    KINDS.put("shift-height", share -> new RandomShift(share, 0));
    KINDS.put("shift-width", share -> new RandomShift(0, share));
    KINDS.put("rotate", degrees -> new RandomRotation(degrees / 360));
    KINDS.put("zoom", RandomZoom::new);
    KINDS.put("noise", GaussianNoise::new);
    KINDS.put("flip-width", wanted -> new RandomFlip(wanted > 0, false));
    KINDS.put("flip-height", wanted -> new RandomFlip(false, wanted > 0));
  }

  private Augmentations() {}

  /** Reads a text such as {@code shift=0.1,rotate=10}; none if it is empty. */
  static List<Augmentation> parse(String text) {
    NamedValues values = new NamedValues("--augment", text);
    List<Augmentation> changes = new ArrayList<>();
    for (String name : values.names()) {
      DoubleFunction<Augmentation> kind = KINDS.get(name);
      if (kind == null) {
        throw new InvalidInputException(
            "--augment: there is no change '" + name + "'; there are " + KINDS.keySet());
      }
      double amount = values.number(name, 0);
      if (name.equals("zoom") && amount >= 1) {
        throw new InvalidInputException("--augment: zoom=" + amount + " must be less than 1");
      }
      changes.add(kind.apply(amount));
    }
    return changes;
  }
}
