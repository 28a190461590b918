package dev.lanewise.bench;

/** A peer failed, or cannot do what is asked for. */
final class PeerException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  PeerException(Exception cause) {
    super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
  }

  PeerException(String message) {
    super(message);
  }
}
