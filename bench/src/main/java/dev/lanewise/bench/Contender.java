package dev.lanewise.bench;

import dev.lanewise.tensor.Datum;
import java.util.List;

/** A runtime with a loaded model and its inputs, ready to be run again and again. */
interface Contender extends AutoCloseable {
  /** Name for tables. */
  String name();

  /** Runs the model once; outputs go where those of the run before went, if the runtime can. */
  void run();

  /** Runs the model once and hands out copies of the outputs, in the model's order. */
  List<Datum> outputs();

  @Override
  void close();
}
