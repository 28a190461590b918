package dev.lanewise.bench;

import dev.lanewise.cli.JsonFile;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes results of comparisons as an array, one object per model and thread count. */
final class LatencyJson {
  private LatencyJson() {}

  static void write(JsonGenerator json, List<Comparison.Result> results) {
    json.writeStartArray();
    for (Comparison.Result r : results) {
      json.writeStartObject();
      json.writeStringProperty("model", r.model());
      json.writeNumberProperty("threads", r.threads());
      json.writeStringProperty("kernels", r.kernels());
      json.writeBooleanProperty("steady", r.warmUp().steady());
      json.writeNumberProperty("warmUpSeconds", r.warmUp().seconds());
      json.writeObjectPropertyStart("lanewise");
      times(json, r.ours());
      json.writeEndObject();
      r.peers()
          .forEach(
              (peer, result) -> {
                json.writeObjectPropertyStart(peer.id());
                Times theirs = result.times();
                if (theirs != null) {
                  times(json, theirs);
                }
                JsonFile.number(json, "ratio", r.ratio(peer));
                json.writeBooleanProperty("outputsAgree", result.agreement().agrees());
                json.writeStringProperty("outputs", result.agreement().text());
                json.writeStringProperty("difference", result.agreement().detail());
                json.writeEndObject();
              });
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void times(JsonGenerator json, Times t) {
    json.writeNumberProperty("lowerQuartileMicros", t.lower());
    json.writeNumberProperty("medianMicros", t.median());
    json.writeNumberProperty("upperQuartileMicros", t.upper());
    json.writeNumberProperty("runs", t.runs());
  }
}
