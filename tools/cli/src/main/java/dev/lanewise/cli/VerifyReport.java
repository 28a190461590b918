package dev.lanewise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the results of a verification as JSON: an array with one object per data set. */
final class VerifyReport {
  private VerifyReport() {}

  /** Writes a file; it appears only when it is complete. */
  static void write(Path file, List<CaseResult> results) {
    try {
      JsonFile.write(
          file,
          json -> {
            json.writeStartArray();
            for (CaseResult r : results) {
              json.writeStartObject();
              json.writeStringProperty("case", r.name());
              json.writeStringProperty("dataSet", r.dataSet());
              json.writeStringProperty("status", r.status().name().toLowerCase(Locale.ROOT));
              JsonFile.number(json, "maxAbsError", r.maxAbsoluteError());
              JsonFile.number(json, "maxRelError", r.maxRelativeError());
              json.writeStringProperty("message", r.message());
              json.writeEndObject();
            }
            json.writeEndArray();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
