package dev.lanewise.error;

/** A run was ended by interruption, by its deadline, or because its session was closed. */
public final class CancelledException extends LanewiseException {
  private static final long serialVersionUID = 1;

  /** With a message that says what is wrong, where, and what to do. */
  public CancelledException(String message) {
    super(message);
  }

  /** With a message and the failure behind it. */
  public CancelledException(String message, Throwable cause) {
    super(message, cause);
  }
}
