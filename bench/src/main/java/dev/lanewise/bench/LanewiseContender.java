package dev.lanewise.bench;

import dev.lanewise.Model;
import dev.lanewise.Session;
import dev.lanewise.SessionOptions;
import dev.lanewise.plan.PlanSummary;
import dev.lanewise.tensor.Datum;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lanewise, with outputs brought by the caller. */
final class LanewiseContender implements Contender {
  static final String NAME = "lanewise";

  private final Session session;
  private final Datum[] inputs;
  private final @Nullable Datum[] outputs;

  LanewiseContender(Model model, List<Datum> inputs, SessionOptions options) {
    this.session = model.newSession(options);
    this.inputs = inputs.toArray(new Datum[0]);
    this.outputs = new Datum[model.outputs().size()];
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run() {
    session.run(inputs, outputs);
  }

  @Override
  public List<Datum> outputs() {
    @Nullable Datum[] fresh = new Datum[outputs.length];
    session.run(inputs, fresh);
    return Arrays.stream(fresh).map(Objects::requireNonNull).toList();
  }

  /** The plan that runs. */
  PlanSummary plan() {
    return session.planSummary(inputs);
  }

  /** What the session runs on. */
  Session.Kernels kernels() {
    return session.kernels();
  }

  @Override
  public void close() {
    session.close();
  }
}
