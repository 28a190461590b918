package dev.lanewise.trainer;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Histories as comma-separated values: a header, {@code epoch} and the names of the results, and
 * one line per epoch, counted from 1. What an epoch lacks is empty.
 */
public final class HistoryCsv {
  private HistoryCsv() {}

  /** The whole history. */
  public static String of(History history) {
    Set<String> names = new LinkedHashSet<>();
    history.epochs().forEach(epoch -> names.addAll(epoch.keySet()));
    StringBuilder text = new StringBuilder(header(names));
    List<Map<String, Double>> epochs = history.epochs();
    for (int i = 0; i < epochs.size(); i++) {
      text.append(line(i + 1, names, epochs.get(i)));
    }
    return text.toString();
  }

  /** The first line. */
  public static String header(Collection<String> names) {
    return names.stream().map(HistoryCsv::quoted).collect(Collectors.joining(",", "epoch,", "\n"));
  }

  /** The line of an epoch. */
  public static String line(int epoch, Collection<String> names, Map<String, Double> results) {
    return names.stream()
        .map(name -> results.containsKey(name) ? results.get(name).toString() : "")
        .collect(Collectors.joining(",", epoch + ",", "\n"));
  }

  private static String quoted(String name) {
    boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
