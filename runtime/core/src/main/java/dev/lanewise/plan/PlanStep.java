package dev.lanewise.plan;

/**
 * A step of a plan, for people and for measurements.
 *
 * @param index position in its plan
 * @param node name of the node it belongs to
 * @param operator the node's operator
 * @param kernel algorithm and blocking, or what else the step does
 * @param output type or shape of the node's first output
 * @param multiplyAdds multiply-adds in direct form, 0 if the step is not counted in them
 * @param bytes what the step reads and writes, every place counted once and whole
 */
public record PlanStep(
    int index,
    String node,
    String operator,
    String kernel,
    String output,
    long multiplyAdds,
    long bytes) {}
