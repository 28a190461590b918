package dev.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code lanewise} command. */
@Command(
    name = "lanewise",
    mixinStandardHelpOptions = true,
    version = "lanewise 0.1.0-SNAPSHOT",
    description = "Runs neural networks in Java, on the Vector API.",
    footer = "%nlanewise bench --help: the comparison with other runtimes, built when asked for.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      InspectCommand.class,
      ProfileCommand.class,
      ConvertCommand.class,
      TrainCommand.class
    })
public final class Main implements Runnable {
  private Main() {}

  /** Runs the command and leaves the JVM with its exit code: 0 fine, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command with its subcommands and its way of reporting errors. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorReport())
        .setParameterExceptionHandler(new ErrorReport());
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
