package dev.lanewise.loader.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.gradient.GradientRules;
import dev.lanewise.loader.operators.OperatorTable;
import dev.lanewise.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Writes {@code docs/operators.md} from the table of operators and from plans of small nodes, and
 * compares it with what is there; {@code -Dlanewise.update} replaces it.
 */
class OperatorsDocumentTest {
  private static final Path ROOT = root();
  private static final Path DOCUMENT = ROOT.resolve("docs/operators.md");

  private static final String INTRODUCTION =
      """
      # Operators

      What Lanewise reads from ONNX files, and how a plan computes it. This page is generated from the \
      loader's table and from plans of small nodes; a test fails when it is out of date. To write it \
      anew:

      ```
      ./mvnw -Dfast -pl loader/onnx -am test -Dtest=OperatorsDocumentTest \\
        -Dsurefire.failIfNoSpecifiedTests=false -Dlanewise.update=true
      ```

      *Since* lists the versions of the operator set with a form of their own; each holds up to the \
      next one. The other columns list element types (of the input that gives the operator its type) \
      by the way in which a plan computes them: on kernel families, which exist in scalar and in vector \
      code; in steps of the operator's own, mostly data movement; or by the reference evaluation, which \
      allocates. A node with other attributes or shapes than the one that was tried may go another way. \
      *Float* stands for FLOAT16, BFLOAT16, FLOAT and DOUBLE, *float8* and *float4* for the 8- and 4-bit \
      floats, *int* and *uint* for the integers of 8 to 64 bits, *int4* for those of 2 and 4 bits; *any* \
      where values are passed on whatever they are. A *gradient* is there for operators with a rule in \
      `dev.lanewise.gradient`.
      """;

  private static Path root() {
    Path path = Path.of("").toAbsolutePath();
    while (!Files.exists(path.resolve("mvnw"))) {
      path = Objects.requireNonNull(path.getParent());
    }
    return path;
  }

  /** Probes by domain and operator, as in {@code ai.onnx.ml:Scaler}. */
  private static Map<String, List<OperatorProbe>> probes() throws IOException {
    Map<String, List<OperatorProbe>> probes = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            OperatorsDocumentTest.class.getResourceAsStream("operator-probes.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
        String[] parts = line.split("\\|", -1);
        String name = parts[0].strip();
        int colon = name.lastIndexOf(':');
        String domain = name.substring(0, Math.max(0, colon));
        probes
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(
                new OperatorProbe(
                    domain,
                    name.substring(colon + 1),
                    parts.length > 1 ? parts[1].strip() : "any",
                    parts.length > 2 ? parts[2].strip() : ""));
      }
    }
    return probes;
  }

  private static List<OperatorProbe> standard(String domain, String operator) {
    return List.of(
        new OperatorProbe(domain, operator, "T[2,3]", ""),
        new OperatorProbe(domain, operator, "T[2,3] T[2,3]", ""));
  }

  @Test
  void isUpToDate() throws IOException {
    Map<String, List<OperatorProbe>> probes = probes();
    StringBuilder text = new StringBuilder(INTRODUCTION);
    Set<String> withGradient =
        GradientRules.standard().operators().stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    List<String> unknown = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    OperatorTable.standard()
        .operators()
        .forEach(
            (domain, operators) -> {
              text.append("\n## ").append(domain.isEmpty() ? "ai.onnx" : domain).append("\n\n");
              text.append(
                  "| operator | since | kernels | steps | reference evaluation | gradient |\n");
              text.append("|---|---|---|---|---|---|\n");
              operators.forEach(
                  (operator, since) -> {
                    String name = domain.isEmpty() ? operator : domain + ":" + operator;
                    String columns =
                        columns(probes.getOrDefault(name, standard(domain, operator)), broken);
                    if (columns.isEmpty()) {
                      unknown.add(name);
                    }
                    String versions =
                        since.stream().map(String::valueOf).collect(Collectors.joining(", "));
                    String gradient =
                        domain.isEmpty() && withGradient.contains(operator) ? "yes" : "";
                    text.append("| " + operator + " | " + versions + " | " + columns);
                    text.append(" | " + gradient + " |\n");
                  });
            });
    assertThat(broken).as("nodes that load, but cannot be compiled").isEmpty();
    assertThat(unknown).as("operators that need a line in operator-probes.txt").isEmpty();
    if (Boolean.getBoolean("lanewise.update")) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(text.toString());
  }

  /** The three columns of types; the empty string if no type is admitted. */
  private static String columns(List<OperatorProbe> probes, List<String> broken) {
    String first = probes.get(0).inputs();
    if (first.equals("any")) {
      return " | | any";
    }
    if (first.startsWith("=")) {
      // Not probed: the line holds what the columns say.
      return first.substring(1).strip() + " | | " + probes.get(0).attributes();
    }
    Map<OperatorProbe.Path, Set<DType>> types = new EnumMap<>(OperatorProbe.Path.class);
    for (DType type : DType.values()) {
      for (OperatorProbe probe : probes) {
        OperatorProbe.Path path = null;
        try {
          path = probe.path(type);
        } catch (RuntimeException e) {
          broken.add(probe + " of " + type + ": " + e);
        }
        if (path != null) {
          types.computeIfAbsent(path, p -> EnumSet.noneOf(DType.class)).add(type);
          break;
        }
      }
    }
    if (types.isEmpty()) {
      return "";
    }
    List<String> columns = new ArrayList<>();
    for (OperatorProbe.Path path : OperatorProbe.Path.values()) {
      columns.add(names(types.getOrDefault(path, Set.of())));
    }
    return String.join(" | ", columns);
  }

  private static String names(Set<DType> types) {
    Map<String, Set<DType>> groups = new LinkedHashMap<>();
    groups.put("float", EnumSet.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16));
    groups.put("float8", EnumSet.range(DType.FLOAT8E4M3FN, DType.FLOAT8E8M0));
    groups.put("int", EnumSet.range(DType.INT8, DType.INT64));
    groups.put("uint", EnumSet.range(DType.UINT8, DType.UINT64));
    groups.put("int4", EnumSet.of(DType.INT2, DType.INT4, DType.UINT2, DType.UINT4));
    List<String> names = new ArrayList<>();
    Set<DType> left = EnumSet.noneOf(DType.class);
    left.addAll(types);
    groups.forEach(
        (name, group) -> {
          if (left.containsAll(group)) {
            names.add(name);
            left.removeAll(group);
          }
        });
    left.forEach(t -> names.add(t.name()));
    return String.join(", ", names);
  }
}
