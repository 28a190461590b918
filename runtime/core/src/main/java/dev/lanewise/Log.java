package dev.lanewise;

import org.jspecify.annotations.Nullable;

/** The log {@code dev.lanewise}, where the platform has one: Android has no system logger. */
final class Log {
  private Log() {}

  /** What users should know. */
  static void info(String message) {
    write(true, message, null);
  }

  /** What helps to find out why something was left undone. */
  static void debug(String message, Throwable cause) {
    write(false, message, cause);
  }

  private static void write(boolean info, String message, @Nullable Throwable cause) {
    try {
      System.Logger log = System.getLogger("dev.lanewise");
      log.log(info ? System.Logger.Level.INFO : System.Logger.Level.DEBUG, message, cause);
    } catch (LinkageError e) {
      // There is nowhere to say it.
      return;
    }
  }
}
