package dev.lanewise.loader.operators;

import static dev.lanewise.loader.operators.OperatorWriters.add;
import static dev.lanewise.loader.operators.OperatorWriters.addPlain;

import dev.lanewise.op.ConcatFromSequence;
import dev.lanewise.op.If;
import dev.lanewise.op.Loop;
import dev.lanewise.op.Optional;
import dev.lanewise.op.OptionalGetElement;
import dev.lanewise.op.OptionalHasElement;
import dev.lanewise.op.Scan;
import dev.lanewise.op.SequenceAt;
import dev.lanewise.op.SequenceConstruct;
import dev.lanewise.op.SequenceEmpty;
import dev.lanewise.op.SequenceErase;
import dev.lanewise.op.SequenceInsert;
import dev.lanewise.op.SequenceLength;
import dev.lanewise.op.SequenceMap;
import dev.lanewise.op.SplitToSequence;
import dev.lanewise.tensor.Type;
import java.util.List;

/** How control flow, sequences and optionals are written. */
final class ControlWriters {
  private ControlWriters() {}

  static void addAll() {
    addPlain(1, SequenceAt.class, SequenceConstruct.class, SequenceErase.class);
    addPlain(1, SequenceInsert.class, SequenceLength.class);
    addPlain(18, OptionalGetElement.class, OptionalHasElement.class);
    add(
        ConcatFromSequence.class,
        (op, n) -> n.integer("axis", op.axis()).flag("new_axis", op.newAxis()));
    add(
        If.class,
        (op, n) ->
            n.captures(1)
                .graph("then_branch", op.thenBranch())
                .graph("else_branch", op.elseBranch()));
    add(Loop.class, (op, n) -> n.captures(2 + op.carried()).graph("body", op.body()));
    add(Optional.class, ControlWriters::optional);
    add(Scan.class, ControlWriters::scan);
    add(SequenceEmpty.class, (op, n) -> n.dtype("dtype", op.dtype()));
    add(SequenceMap.class, (op, n) -> n.captures(op.mapped()).graph("body", op.body()));
    add(
        SplitToSequence.class,
        (op, n) -> n.integer("axis", op.axis()).flag("keepdims", op.keepDims()));
  }

  private static void optional(Optional op, NodeWriter n) {
    Type element = op.element();
    if (element != null) {
      n.type("type", element);
    }
  }

  private static void scan(Scan op, NodeWriter n) {
    int states = op.body().outputs().size() - op.outputs().size();
    n.captures(states + op.inputs().size()).graph("body", op.body());
    n.integer("num_scan_inputs", op.inputs().size());
    sequences(n, "input", op.inputs());
    sequences(n, "output", op.outputs());
  }

  private static void sequences(NodeWriter n, String which, List<Scan.Sequence> sequences) {
    int[] axes = new int[sequences.size()];
    int[] directions = new int[sequences.size()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = sequences.get(i).axis();
      directions[i] = sequences.get(i).reversed() ? 1 : 0;
    }
    n.ints("scan_" + which + "_axes", axes).ints("scan_" + which + "_directions", directions);
  }
}
