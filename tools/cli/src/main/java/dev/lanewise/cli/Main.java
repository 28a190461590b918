package dev.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code lanewise} command. */
@Command(
    name = "lanewise",
    mixinStandardHelpOptions = true,
    version = "lanewise 0.1.0-SNAPSHOT",
    description = "Runs neural networks in Java, on the Vector API.")
public final class Main implements Runnable {
  private Main() {}

  /** Runs the command and leaves the JVM with its exit code: 0 fine, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
