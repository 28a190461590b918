package dev.lanewise.cli;

/**
 * What came of one data set.
 *
 * @param name the case
 * @param dataSet its data set
 * @param status how it ended
 * @param maxAbsoluteError largest absolute error of a number, NaN if nothing was compared
 * @param maxRelativeError largest relative error of a number, NaN if nothing was compared
 * @param message why it did not pass, else empty
 */
record CaseResult(
    String name,
    String dataSet,
    Status status,
    double maxAbsoluteError,
    double maxRelativeError,
    String message) {
  enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }

  static CaseResult failed(String name, String dataSet, String message) {
    return new CaseResult(name, dataSet, Status.FAILED, Double.NaN, Double.NaN, message);
  }

  static CaseResult skipped(String name, String dataSet, String reason) {
    return new CaseResult(name, dataSet, Status.SKIPPED, Double.NaN, Double.NaN, reason);
  }

  @Override
  public String toString() {
    String what = status.name().toLowerCase(java.util.Locale.ROOT) + " " + name + " " + dataSet;
    return message.isEmpty() ? what : what + ": " + message;
  }
}
