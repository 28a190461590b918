package dev.lanewise.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reports a failure as one line on the error stream; {@code --stacktrace} shows all of it. */
public final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  /** The report has no state. */
  public ErrorReport() {}

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command.getErr(), parsed.originalArgs().contains("--stacktrace"), 1);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    boolean all = Arrays.asList(args).contains("--stacktrace");
    return report(e, e.getCommandLine().getErr(), all, 2);
  }

  private static int report(Exception e, PrintWriter err, boolean stackTrace, int exitCode) {
    err.println("lanewise: " + text(e));
    if (stackTrace) {
      e.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }

  private static String text(Exception e) {
    String message = e.getMessage();
    if (e instanceof UncheckedIOException io && io.getCause() != null) {
      message = describe(io.getCause());
    }
    if (message == null || message.isBlank()) {
      message = e.getClass().getSimpleName();
    }
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** Messages of file system exceptions are often no more than the file's name. */
  private static String describe(java.io.IOException e) {
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "there is no file " + e.getMessage();
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "no permission for " + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }
}
