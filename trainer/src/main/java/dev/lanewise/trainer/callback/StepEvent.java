package dev.lanewise.trainer.callback;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A step in a flight recording. */
@Name("dev.lanewise.TrainingStep")
@Label("Training Step")
@Category({"Lanewise", "Training"})
@Description("An update, from the reading of its batch on")
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Epoch")
  int epoch;

  @Label("Step")
  int step;

  @Label("Mean Loss of the Epoch So Far")
  double loss;
}
