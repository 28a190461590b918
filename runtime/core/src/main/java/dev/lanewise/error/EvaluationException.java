package dev.lanewise.error;

/**
 * A run failed because of the values in it, such as an index out of range: the message names the
 * node.
 */
public final class EvaluationException extends LanewiseException {
  private static final long serialVersionUID = 1;

  /** With a message that says what is wrong, where, and what to do. */
  public EvaluationException(String message) {
    super(message);
  }

  /** With a message and the failure behind it. */
  public EvaluationException(String message, Throwable cause) {
    super(message, cause);
  }
}
