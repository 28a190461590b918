package dev.lanewise.error;

/** Base of all exceptions that Lanewise throws on purpose. */
public abstract class LanewiseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LanewiseException(String message) {
    super(message);
  }

  LanewiseException(String message, Throwable cause) {
    super(message, cause);
  }
}
