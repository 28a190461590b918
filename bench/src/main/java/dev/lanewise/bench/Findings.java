package dev.lanewise.bench;

import dev.lanewise.cli.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** What a run of the command found, with the circumstances, to be written to files. */
final class Findings {
  /** Key of the times of steps of training. */
  static final String TRAINING = "training";

  /**
   * Findings of one kind.
   *
   * @param key name in the JSON report
   * @param table for people
   * @param ratios peer / ours, empty if this is not about times
   * @param json writes a JSON value
   */
  record Section(String key, Table table, List<Story.Ratio> ratios, Consumer<JsonGenerator> json) {
    /** A section whose JSON is one object per row. */
    static Section of(String key, Table table) {
      return new Section(key, table, List.of(), json -> rows(json, table));
    }

    private static void rows(JsonGenerator json, Table table) {
      json.writeStartArray();
      for (List<Object> row : table.rows()) {
        json.writeStartObject();
        for (int c = 0; c < row.size(); c++) {
          String name = table.columns().get(c);
          switch (row.get(c)) {
            case Double d -> JsonFile.number(json, name, d);
            case Number n -> json.writeNumberProperty(name, n.longValue());
            case Object o -> json.writeStringProperty(name, o.toString());
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private final Circumstances circumstances;
  private final List<Peer> peers;
  private final List<Section> sections = new ArrayList<>();

  Findings(List<String> arguments, List<Peer> peers) {
    this.circumstances = Circumstances.now(arguments, peers);
    this.peers = peers;
  }

  void add(Section section) {
    sections.add(section);
  }

  /** All ratios peer / ours. */
  List<Story.Ratio> ratios() {
    return sections.stream().flatMap(s -> s.ratios().stream()).toList();
  }

  /** The lines that scripts read, or none if no times were compared. */
  List<String> lastLines(List<Integer> threads) {
    boolean compared =
        sections.stream().anyMatch(s -> Set.of("latency", TRAINING).contains(s.key()));
    return compared
        ? Story.lines(ratios(), threads, peers.stream().map(Peer::id).toList())
        : List.of();
  }

  void writeMarkdown(Path file) throws IOException {
    StringBuilder b = new StringBuilder(circumstances.markdown());
    for (Section s : sections) {
      b.append('\n').append(s.table().markdown());
    }
    List<Integer> threads = ratios().stream().map(Story.Ratio::threads).distinct().toList();
    List<String> lines = lastLines(threads);
    if (!lines.isEmpty()) {
      b.append("\nPeer / ours, above 1 we are faster:\n\n");
      lines.forEach(line -> b.append("- ").append(line).append('\n'));
    }
    Files.writeString(file, b, StandardCharsets.UTF_8);
  }

  void writeJson(Path file) throws IOException {
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          circumstances.write(json);
          for (Section s : sections) {
            json.writeName(s.key());
            s.json().accept(json);
          }
          json.writeArrayPropertyStart("summary");
          List<Integer> threads = ratios().stream().map(Story.Ratio::threads).distinct().toList();
          lastLines(threads).forEach(json::writeString);
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
