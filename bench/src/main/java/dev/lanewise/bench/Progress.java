package dev.lanewise.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Prints rows as they are found, and a line for what fails. */
final class Progress {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean quiet;
  private final boolean stackTrace;
  private int failures;

  Progress(PrintWriter out, PrintWriter err, boolean quiet, boolean stackTrace) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    this.stackTrace = stackTrace;
  }

  /** Prints a heading and the head of a table. */
  void begin(Table table) {
    say(table.title());
    say("");
    say(table.head());
  }

  /** Prints the last row of a table. */
  void row(Table table) {
    say(Table.line(table.rows().get(table.rows().size() - 1)));
  }

  /** Prints a line unless that is not wanted. */
  void say(String line) {
    if (!quiet) {
      out.println(line);
      out.flush();
    }
  }

  /** Loads each model and does something with it; a model that fails gets a line of its own. */
  void each(List<Path> models, Table table, Consumer<Subject> work) {
    begin(table);
    for (Path file : models) {
      try (Subject subject = Subject.load(file)) {
        work.accept(subject);
      } catch (RuntimeException e) {
        fail(table, file, e);
      }
    }
    table.notes().forEach(this::say);
    say("");
  }

  /** Prints and counts a failure. */
  void fail(Table table, Path file, RuntimeException e) {
    failures++;
    String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    table.notes().add(Subject.name(file) + " failed: " + reason);
    err.println("lanewise: " + Subject.name(file) + ": " + reason);
    if (stackTrace) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  int failures() {
    return failures;
  }
}
