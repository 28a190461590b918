package dev.lanewise.error;

/**
 * The model file or graph is malformed: the message names the place (node, attribute, shape) and
 * the rule.
 */
public final class ModelFormatException extends LanewiseException {
  private static final long serialVersionUID = 1;

  /** With a message that says what is wrong, where, and what to do. */
  public ModelFormatException(String message) {
    super(message);
  }

  /** With a message and the failure behind it. */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
