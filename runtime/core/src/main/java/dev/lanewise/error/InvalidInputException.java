package dev.lanewise.error;

/**
 * An input of a run does not fit the model: the message names it, what was expected and what was
 * given.
 */
public final class InvalidInputException extends LanewiseException {
  private static final long serialVersionUID = 1;

  /** With a message that says what is wrong, where, and what to do. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** With a message and the failure behind it. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
