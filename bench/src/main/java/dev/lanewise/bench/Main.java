package dev.lanewise.bench;

import dev.lanewise.cli.ErrorReport;
import picocli.CommandLine;

/** Entry point of {@code lanewise bench}. */
public final class Main {
  private Main() {}

  /** Runs the command and leaves the JVM with its exit code: 0 fine, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /** The command with its way of reporting errors; arguments are for reports. */
  static CommandLine commandLine(String... args) {
    return new CommandLine(new BenchCommand(args))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorReport())
        .setParameterExceptionHandler(new ErrorReport());
  }
}
