package dev.lanewise.op;

import dev.lanewise.graph.Evaluation;
import dev.lanewise.graph.Inference;
import dev.lanewise.graph.Op;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.List;

/**
 * Whether each string as a whole matches a regular expression in the syntax of RE2, in time linear
 * in the string's length. Not supported is {@code \C}, a single byte.
 *
 * @param pattern the expression
 */
public record RegexFullMatch(String pattern) implements Op {
  /** Checks the expression. */
  public RegexFullMatch {
    RegexParser.parse(pattern, new RegexProgram());
  }

  @Override
  public List<Type> infer(Inference in) {
    in.require(in.dtype(0) == DType.STRING, "the input must be strings, but is " + in.dtype(0));
    return List.of(new TensorType(DType.BOOL, in.shape(0)));
  }

  @Override
  public List<Datum> evaluate(Evaluation in) {
    Tensor x = in.tensor(0);
    RegexProgram program = new RegexProgram();
    int[] ends = RegexParser.parse(pattern, program);
    byte[] y = new byte[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = (byte) (program.matches(ends[0], ends[1], x.strings()[i]) ? 1 : 0);
    }
    return List.of(Tensor.of(DType.BOOL, x.shape(), y));
  }
}
