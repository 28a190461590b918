package dev.lanewise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the results of a verification as JSON: an array with one object per data set. */
final class VerifyReport {
  private VerifyReport() {}

  /** Writes a file; it appears only when it is complete. */
  static void write(Path file, List<CaseResult> results) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (Writer writer = Files.newBufferedWriter(temporary);
          JsonGenerator json =
              JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), writer)) {
        json.writeStartArray();
        for (CaseResult r : results) {
          json.writeStartObject();
          json.writeStringProperty("case", r.name());
          json.writeStringProperty("dataSet", r.dataSet());
          json.writeStringProperty("status", r.status().name().toLowerCase(Locale.ROOT));
          number(json, "maxAbsError", r.maxAbsoluteError());
          number(json, "maxRelError", r.maxRelativeError());
          json.writeStringProperty("message", r.message());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void number(JsonGenerator json, String name, double value) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, value);
    } else {
      json.writeNullProperty(name);
    }
  }
}
