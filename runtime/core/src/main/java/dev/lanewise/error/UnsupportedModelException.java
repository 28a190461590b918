package dev.lanewise.error;

/** The model is well-formed but needs something Lanewise lacks: operator, domain, opset or type. */
public final class UnsupportedModelException extends LanewiseException {
  private static final long serialVersionUID = 1;

  /** With a message that says what is wrong, where, and what to do. */
  public UnsupportedModelException(String message) {
    super(message);
  }

  /** With a message and the failure behind it. */
  public UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
