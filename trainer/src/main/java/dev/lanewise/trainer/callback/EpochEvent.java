package dev.lanewise.trainer.callback;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An epoch in a flight recording. */
@Name("dev.lanewise.TrainingEpoch")
@Label("Training Epoch")
@Category({"Lanewise", "Training"})
@Description("An epoch with its evaluation")
@StackTrace(false)
final class EpochEvent extends Event {
  @Label("Epoch")
  int epoch;

  @Label("Loss")
  double loss;

  @Label("Results")
  String results = "";
}
