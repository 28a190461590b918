package dev.lanewise.error;

/**
 * Something that was asked for, such as a back end, is not available here; the message says how to
 * get it.
 */
public final class UnavailableException extends LanewiseException {
  private static final long serialVersionUID = 1;

  /** With a message that says what is wrong, where, and what to do. */
  public UnavailableException(String message) {
    super(message);
  }

  /** With a message and the failure behind it. */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
