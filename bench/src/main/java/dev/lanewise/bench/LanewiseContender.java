package dev.lanewise.bench;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.graph.Graph;
import dev.lanewise.tensor.Datum;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lanewise, with outputs brought by the caller. */
final class LanewiseContender implements Contender {
  private final Session session;
  private final Datum[] inputs;
  private final @Nullable Datum[] outputs;

  LanewiseContender(Graph graph, List<Datum> inputs, int threads) {
    session = Model.of(graph).newSession(SessionOptions.defaults().withThreads(threads));
    this.inputs = inputs.toArray(new Datum[0]);
    outputs = new Datum[graph.outputs().size()];
  }

  @Override
  public String name() {
    return "lanewise";
  }

  @Override
  public void run() {
    session.run(inputs, outputs);
  }

  @Override
  public List<Datum> outputs() {
    Arrays.fill(outputs, null);
    run();
    return Arrays.stream(outputs).map(Objects::requireNonNull).toList();
  }

  @Override
  public void close() {
    session.close();
  }
}
