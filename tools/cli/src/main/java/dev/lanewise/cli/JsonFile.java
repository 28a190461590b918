package dev.lanewise.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON files. */
public final class JsonFile {
  private JsonFile() {}

  /** Writes a file; it appears only when it is complete. */
  public static void write(Path file, Consumer<JsonGenerator> content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (Writer writer = Files.newBufferedWriter(temporary);
        JsonGenerator json =
            JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), writer)) {
      content.accept(json);
    }
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes a number, or null where it is none. */
  public static void number(JsonGenerator json, String name, double value) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, value);
    } else {
      json.writeNullProperty(name);
    }
  }
}
