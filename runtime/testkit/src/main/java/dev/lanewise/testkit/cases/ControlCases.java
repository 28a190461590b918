package dev.lanewise.testkit.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.error.EvaluationException;
import dev.lanewise.graph.Graph;
import dev.lanewise.graph.GraphBuilder;
import dev.lanewise.graph.Value;
import dev.lanewise.op.Add;
import dev.lanewise.op.Concat;
import dev.lanewise.op.ConcatFromSequence;
import dev.lanewise.op.Greater;
import dev.lanewise.op.Identity;
import dev.lanewise.op.If;
import dev.lanewise.op.Less;
import dev.lanewise.op.Loop;
import dev.lanewise.op.Mul;
import dev.lanewise.op.Optional;
import dev.lanewise.op.OptionalGetElement;
import dev.lanewise.op.OptionalHasElement;
import dev.lanewise.op.ReduceSum;
import dev.lanewise.op.Scan;
import dev.lanewise.op.SequenceAt;
import dev.lanewise.op.SequenceConstruct;
import dev.lanewise.op.SequenceEmpty;
import dev.lanewise.op.SequenceErase;
import dev.lanewise.op.SequenceInsert;
import dev.lanewise.op.SequenceLength;
import dev.lanewise.op.SequenceMap;
import dev.lanewise.op.SplitToSequence;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Datum;
import dev.lanewise.tensor.SequenceType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import dev.lanewise.tensor.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Control flow, sequences and optionals: examples, and plans that agree with the reference. */
public abstract class ControlCases {
  private static final Type ROUND = new TensorType(DType.INT64, Shape.SCALAR);
  private static final Type TRUTH = new TensorType(DType.BOOL, Shape.SCALAR);
  private static final Type ANY = new TensorType(DType.FLOAT, null);

  private static Tensor row(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static Tensor truth(boolean value) {
    return Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {(byte) (value ? 1 : 0)});
  }

  private static Type line(int size) {
    return new TensorType(DType.FLOAT, Shape.of(size));
  }

  private static List<Datum> check(GraphBuilder b, Datum... inputs) {
    return OpHarness.check(b.build(), Arrays.asList(inputs), 1e-6);
  }

  private static float[] floats(Datum d) {
    return ((Tensor) d).floats();
  }

  /** Takes a value and a capture; gives their sum or their product. */
  private static Graph branch(boolean sum) {
    GraphBuilder b = new GraphBuilder("branch");
    Value x = b.input("x", ANY);
    Value y = b.input("y", ANY);
    b.output(sum ? b.add("sum", new Add(), x, y) : b.add("product", new Mul(), x, y));
    return b.build();
  }

  @Test
  void ifTakesOneBranch() {
    for (boolean condition : new boolean[] {true, false}) {
      GraphBuilder b = new GraphBuilder("if");
      Value c = b.input("c", TRUTH);
      Value x = b.input("x", line(2));
      Value y = b.input("y", new TensorType(DType.FLOAT, Shape.of(2, 1)));
      Value z = b.add("if", new If(branch(true), branch(false)), c, x, y);
      assertThat(z.type()).isEqualTo(new TensorType(DType.FLOAT, Shape.of(2, 2)));
      b.output(b.add("twice", new Add(), z, z));
      List<Datum> results =
          check(b, truth(condition), row(1, 2), row(3, 4).reshape(Shape.of(2, 1)));
      float[] expected = condition ? new float[] {8, 10, 10, 12} : new float[] {6, 12, 8, 16};
      assertThat(floats(results.get(0))).containsExactly(expected);
    }
  }

  @Test
  void ifMayGiveDifferentShapes() {
    GraphBuilder one = new GraphBuilder("one");
    one.output(one.add("y", new Identity(), one.input("x", ANY)));
    GraphBuilder two = new GraphBuilder("two");
    Value x2 = two.input("x", ANY);
    two.output(two.add("y", new Concat(0), x2, x2));
    for (boolean condition : new boolean[] {true, false}) {
      GraphBuilder b = new GraphBuilder("if");
      Value c = b.input("c", TRUTH);
      Value x = b.input("x", line(3));
      Value y = b.add("if", new If(one.build(), two.build()), c, x);
      assertThat(y.type()).isEqualTo(new TensorType(DType.FLOAT, Shape.of(Shape.UNKNOWN)));
      b.output(b.add("twice", new Add(), y, y));
      List<Datum> results = check(b, truth(condition), row(1, 2, 3));
      assertThat(floats(results.get(0)))
          .containsExactly(condition ? new float[] {2, 4, 6} : new float[] {2, 4, 6, 2, 4, 6});
    }
  }

  /** Carries a value that a capture is added to, and collects it, while it is below a limit. */
  private static Graph counting() {
    GraphBuilder b = new GraphBuilder("body");
    b.input("round", ROUND);
    b.input("condition", TRUTH);
    Value x = b.input("x", ANY);
    Value step = b.input("step", ANY);
    Value next = b.add("next", new Add(), x, step);
    Value limit = b.constant("limit", row(10).reshape(Shape.SCALAR));
    Value sum = b.add("total", new ReduceSum(false, false), next);
    b.output(b.add("goes on", new Less(), sum, limit));
    b.output(next);
    b.output(b.add("collected", new Mul(), next, next));
    return b.build();
  }

  private static List<Datum> count(@Nullable Tensor most, @Nullable Tensor condition) {
    GraphBuilder b = new GraphBuilder("loop");
    Value m = most == null ? null : b.input("m", most.type());
    Value c = condition == null ? null : b.constant("c", condition);
    Value x = b.input("x", line(2));
    Value step = b.input("step", line(2));
    b.add("loop", new Loop(counting(), 1), Arrays.asList(m, c, x, step), List.of("y", "all"))
        .forEach(b::output);
    Tensor start = row(0, 0);
    Tensor by = row(1, 2);
    return most == null ? check(b, start, by) : check(b, most, start, by);
  }

  @Test
  void loopEndsAtTheTripCount() {
    List<Datum> y = count(Tensor.scalar(2L), truth(true));
    assertThat(floats(y.get(0))).containsExactly(2, 4);
    assertThat(y.get(1).type()).isEqualTo(new TensorType(DType.FLOAT, Shape.of(2, 2)));
    assertThat(floats(y.get(1))).containsExactly(1, 4, 4, 16);
  }

  @Test
  void loopEndsWithTheCondition() {
    assertThat(floats(count(Tensor.scalar(99L), truth(true)).get(0))).containsExactly(4, 8);
    assertThat(floats(count(null, truth(true)).get(0))).containsExactly(4, 8);
    assertThat(floats(count(Tensor.scalar(6L), null).get(0))).containsExactly(6, 12);
  }

  @Test
  void loopThatNeverRuns() {
    for (List<Datum> y :
        List.of(count(Tensor.scalar(0L), null), count(Tensor.scalar(5L), truth(false)))) {
      assertThat(floats(y.get(0))).containsExactly(0, 0);
      assertThat(((Tensor) y.get(1)).shape().dim(0)).isZero();
    }
  }

  @Test
  void loopWithConstantTripCountHasKnownShapes() {
    GraphBuilder body = new GraphBuilder("body");
    body.input("round", ROUND);
    Value goesOn = body.input("condition", TRUTH);
    Value x = body.input("x", ANY);
    body.output(body.add("same", new Identity(), goesOn));
    body.output(body.add("twice", new Add(), x, x));
    body.output(x);
    GraphBuilder b = new GraphBuilder("loop");
    Value m = b.constant("m", Tensor.scalar(3L));
    Value c = b.constant("c", truth(true));
    List<Value> y =
        b.add(
            "loop",
            new Loop(body.build(), 1),
            List.of(m, c, b.input("x", line(2))),
            List.of("y", "all"));
    assertThat(y.get(0).type()).isEqualTo(line(2));
    assertThat(y.get(1).type()).isEqualTo(new TensorType(DType.FLOAT, Shape.of(3, 2)));
    y.forEach(b::output);
    assertThat(floats(check(b, row(1, 2)).get(1))).containsExactly(1, 2, 2, 4, 4, 8);
  }

  @Test
  void carriedShapesMayChange() {
    GraphBuilder body = new GraphBuilder("body");
    Value round = body.input("round", ROUND);
    Value goesOn = body.input("condition", TRUTH);
    Value x = body.input("x", ANY);
    Value s = body.input("s", new SequenceType(ANY));
    body.output(goesOn);
    body.output(body.add("longer", new Concat(0), x, x));
    body.output(body.add("more", new SequenceInsert(), s, x));
    body.output(round);
    GraphBuilder b = new GraphBuilder("loop");
    Value m = b.input("m", ROUND);
    Value start = b.add("start", new SequenceEmpty(DType.FLOAT));
    List<Value> y =
        b.add(
            "loop",
            new Loop(body.build(), 2),
            Arrays.asList(m, null, b.input("x", line(1)), start),
            List.of("y", "s", "rounds"));
    assertThat(y.get(0).type()).isEqualTo(new TensorType(DType.FLOAT, Shape.of(Shape.UNKNOWN)));
    b.output(b.add("last", new Add(), y.get(0), y.get(0)));
    b.output(b.add("joined", new ConcatFromSequence(0, false), y.get(1)));
    b.output(y.get(2));
    List<Datum> results = check(b, Tensor.scalar(3L), row(7));
    assertThat(floats(results.get(0))).hasSize(8).containsOnly(14);
    assertThat(floats(results.get(1))).hasSize(7).containsOnly(7);
    assertThat(((Tensor) results.get(2)).longs()).containsExactly(0, 1, 2);
  }

  @Test
  void scanGoesBothWaysAlongAnyAxis() {
    GraphBuilder body = new GraphBuilder("body");
    Value sum = body.input("sum", line(2));
    Value forward = body.input("forward", line(2));
    Value backward = body.input("backward", line(2));
    Value factor = body.input("factor", line(1));
    Value next = body.add("next", new Add(), sum, forward);
    body.output(next);
    body.output(next);
    body.output(body.add("product", new Mul(), backward, factor));
    Scan scan =
        new Scan(
            body.build(),
            List.of(new Scan.Sequence(0, false), new Scan.Sequence(-1, true)),
            List.of(new Scan.Sequence(-1, false), new Scan.Sequence(0, true)));
    GraphBuilder b = new GraphBuilder("scan");
    List<Value> inputs =
        List.of(
            b.input("s", line(2)),
            b.input("f", new TensorType(DType.FLOAT, Shape.of(3, 2))),
            b.input("b", new TensorType(DType.FLOAT, Shape.of(2, 3))),
            b.input("k", line(1)));
    b.add("scan", scan, inputs, List.of("last", "sums", "products")).forEach(b::output);
    Tensor f = row(1, 2, 3, 4, 5, 6).reshape(Shape.of(3, 2));
    Tensor back = row(1, 2, 3, 4, 5, 6).reshape(Shape.of(2, 3));
    List<Datum> y = check(b, row(0, 0), f, back, row(10));
    assertThat(floats(y.get(0))).containsExactly(9, 12);
    assertThat(y.get(1).type()).isEqualTo(new TensorType(DType.FLOAT, Shape.of(2, 3)));
    assertThat(floats(y.get(1))).containsExactly(1, 4, 9, 2, 6, 12);
    assertThat(floats(y.get(2))).containsExactly(10, 40, 20, 50, 30, 60);
  }

  @Test
  void scanKeepsTheTypesOfItsBody() {
    TensorType half = new TensorType(DType.FLOAT16, Shape.of(2));
    GraphBuilder body = new GraphBuilder("body");
    Value next = body.add("next", new Add(), body.input("sum", half), body.input("x", half));
    body.output(next);
    body.output(next);
    List<Scan.Sequence> along = List.of(new Scan.Sequence(0, false));
    GraphBuilder b = new GraphBuilder("scan");
    Value s = b.input("s", half);
    Value x = b.input("x", new TensorType(DType.FLOAT16, Shape.of(3, 2)));
    b.add("scan", new Scan(body.build(), along, along), List.of(s, x), List.of("last", "sums"))
        .forEach(b::output);
    Tensor start = new RandomTensors(1).tensor(DType.FLOAT16, Shape.of(2), -1, 1);
    check(b, start, new RandomTensors(2).tensor(DType.FLOAT16, Shape.of(3, 2), -1, 1));
  }

  @Test
  void sequences() {
    GraphBuilder b = new GraphBuilder("sequences");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(5, 2)));
    Value i = b.input("i", ROUND);
    Value parts =
        b.add("parts", new SplitToSequence(0, true), x, b.constant("two", Tensor.scalar(2L)));
    Value slices = b.add("slices", new SplitToSequence(-1, false), x);
    Value made = b.add("made", new SequenceConstruct(), x, x);
    Value less = b.add("less", new SequenceErase(), parts, i);
    Value more = b.add("more", new SequenceInsert(), less, x, i);
    b.output(b.add("length", new SequenceLength(), parts));
    b.output(b.add("at", new SequenceAt(), more, i));
    b.output(b.add("joined", new ConcatFromSequence(0, false), more));
    b.output(b.add("stacked", new ConcatFromSequence(-1, true), slices));
    b.output(b.add("deep", new ConcatFromSequence(1, true), made));
    b.output(more);
    Tensor data = row(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).reshape(Shape.of(5, 2));
    for (long position = -2; position < 2; position++) {
      List<Datum> y = check(b, data, Tensor.scalar(position));
      assertThat(((Tensor) y.get(0)).longs()).containsExactly(3);
      assertThat(floats(y.get(3))).containsExactly(data.floats());
      assertThat(((Tensor) y.get(4)).shape()).isEqualTo(Shape.of(5, 2, 2));
    }
    assertThatThrownBy(() -> check(b, data, Tensor.scalar(3L)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("position 3 is not in a sequence of 3 elements");
  }

  @Test
  void sequenceMapRunsOnEveryElement() {
    GraphBuilder b = new GraphBuilder("map");
    Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(4, 3)));
    Value y = b.input("y", line(1));
    Value s = b.add("s", new SplitToSequence(0, false), x);
    Value m = b.add("m", new SequenceMap(branch(true), 1), s, y);
    b.output(b.add("joined", new ConcatFromSequence(0, true), m));
    Tensor data = new RandomTensors(3).floats(4, 3);
    List<Datum> results = check(b, data, row(0));
    assertThat(floats(results.get(0))).containsExactly(data.floats());
  }

  @Test
  void optionals() {
    GraphBuilder b = new GraphBuilder("optionals");
    Value x = b.input("x", line(2));
    Value there = b.add("there", new Optional(null), x);
    Value absent = b.add("absent", new Optional(line(2)));
    b.output(b.add("has", new OptionalHasElement(), there));
    b.output(b.add("has not", new OptionalHasElement(), absent));
    b.output(b.add("nothing", new OptionalHasElement()));
    b.output(b.add("something", new OptionalHasElement(), x));
    Value y = b.add("value", new OptionalGetElement(), there);
    b.output(b.add("compared", new Greater(), y, b.add("same", new OptionalGetElement(), x)));
    List<Datum> results = check(b, row(1, 2));
    assertThat(((Tensor) results.get(0)).bytes()).containsExactly(1);
    assertThat(((Tensor) results.get(1)).bytes()).containsExactly(0);
    assertThat(((Tensor) results.get(2)).bytes()).containsExactly(0);
    assertThat(((Tensor) results.get(3)).bytes()).containsExactly(1);
    assertThat(((Tensor) results.get(4)).bytes()).containsExactly(0, 0);
  }
}
