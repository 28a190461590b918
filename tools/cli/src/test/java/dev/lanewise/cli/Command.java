package dev.lanewise.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command line came to.
 *
 * @param exitCode exit code of the process
 * @param out what was printed
 * @param err what was printed on the error stream
 */
record Command(int exitCode, String out, String err) {
  static Command run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = line.execute(args);
    return new Command(exitCode, out.toString(), err.toString());
  }

  /** The last line that was printed. */
  String lastLine() {
    String[] lines = out.strip().split("\\R");
    return lines[lines.length - 1];
  }
}
