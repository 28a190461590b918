package dev.lanewise.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * Where and how something was measured.
 *
 * @param facts names and values, in the order in which they are shown
 */
record Circumstances(Map<String, String> facts) {
  static Circumstances now(List<String> arguments, List<Peer> peers) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", ("./lanewise bench " + String.join(" ", arguments)).strip());
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("processor", processor());
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
    List<String> options = JvmCommand.options();
    facts.put("JVM options", options.isEmpty() ? "none" : String.join(" ", options));
    peers.forEach(peer -> facts.put(peer.id(), peer.version()));
    return new Circumstances(facts);
  }

  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (Stream<String> lines = Files.lines(info)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
      } catch (IOException e) {
        return "unknown";
      }
    }
    return System.getProperty("os.arch", "unknown");
  }

  private static String memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return (system.getTotalMemorySize() >> 30) + " GiB";
    }
    return "unknown";
  }

  String markdown() {
    StringBuilder b = new StringBuilder("| | |\n|---|---|\n");
    facts.forEach(
        (name, value) ->
            b.append(Table.line(List.of(name, name.equals("command") ? "`" + value + "`" : value)))
                .append('\n'));
    return b.toString();
  }

  void write(JsonGenerator json) {
    json.writeObjectPropertyStart("circumstances");
    facts.forEach(json::writeStringProperty);
    json.writeEndObject();
  }
}
