package dev.lanewise.cli;

import dev.lanewise.plan.PlanStep;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a run in the trace event format that browsers' trace viewers and Perfetto read. */
final class ProfileTrace {
  private ProfileTrace() {}

  static void write(Path file, StepTrace trace) throws IOException {
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("displayTimeUnit", "ns");
          json.writeArrayPropertyStart("traceEvents");
          for (int i = 0; i < trace.count(); i++) {
            PlanStep step = trace.step(i);
            json.writeStartObject();
            json.writeStringProperty("name", step.node());
            json.writeStringProperty("cat", step.operator());
            json.writeStringProperty("ph", "X");
            json.writeNumberProperty("ts", (trace.start(i) - trace.start(0)) / 1e3);
            json.writeNumberProperty("dur", trace.nanos(i) / 1e3);
            json.writeNumberProperty("pid", 1);
            json.writeNumberProperty("tid", 1);
            json.writeObjectPropertyStart("args");
            json.writeStringProperty("operator", step.operator());
            json.writeStringProperty("kernel", step.kernel());
            json.writeStringProperty("output", step.output());
            json.writeNumberProperty("multiplyAdds", step.multiplyAdds());
            json.writeNumberProperty("bytes", step.bytes());
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
