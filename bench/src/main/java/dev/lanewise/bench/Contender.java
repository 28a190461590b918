package dev.lanewise.bench;

import dev.lanewise.tensor.Datum;
import java.util.List;

/** A runtime with a loaded model and its inputs, ready to be run again and again. */
interface Contender extends AutoCloseable {
  /** Name for tables. */
  String name();

  /** Runs the model once and drops the outputs. */
  void run();

  /** Runs the model once and hands out the outputs that are tensors, in the model's order. */
  List<Datum> outputs();

  @Override
  void close();
}
