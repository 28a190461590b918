package dev.lanewise.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decision trees in flat arrays. Immutable; made by a {@link ForestBuilder}.
 *
 * <p>Ordinary nodes have one form: to the left if the feature is less than the threshold, to the
 * right if it is not. What is neither (NaN), and nodes that test for something else, whose
 * threshold is NaN, take a slower way.
 */
public final class Forest {
  /** How a node compares a feature with its threshold. */
  public enum Mode {
    /** At most the threshold. */
    LEQ,
    /** Less than the threshold. */
    LT,
    /** At least the threshold. */
    GTE,
    /** Greater than the threshold. */
    GT,
    /** Equal to the threshold. */
    EQ,
    /** Not equal to the threshold; NaN is not. */
    NEQ,
    /** One of a set of numbers. */
    MEMBER
  }

  /** How the votes for a target are combined. */
  public enum Aggregate {
    /** Sum divided by the number of trees. */
    AVERAGE,
    /** Sum. */
    SUM,
    /** Smallest vote. */
    MIN,
    /** Largest vote. */
    MAX
  }

  /** Ints per node: feature, left child, right child, child for NaN. */
  static final int STRIDE = 4;

  private final int[] roots;
  private final int[] nodes;
  private final double[] thresholds;
  private final int[] testOf;
  private final Test[] tests;
  private final int[] firstVote;
  private final int[] targets;
  private final double[] weights;

  /**
   * What a node with a NaN threshold tests; the left child is that of a test that holds.
   *
   * @param members sorted
   */
  record Test(Mode mode, double threshold, double[] members) {
    boolean holds(double x) {
      return switch (mode) {
        case LEQ -> x <= threshold;
        case LT -> x < threshold;
        case GTE -> x >= threshold;
        case GT -> x > threshold;
        case EQ -> x == threshold;
        case NEQ -> x != threshold;
        case MEMBER -> Arrays.binarySearch(members, x == 0 ? 0.0 : x) >= 0;
      };
    }
  }

  /**
   * A forest whose children exist and whose paths all end.
   *
   * @param roots children: node indices, or {@code ~i} for leaf i
   * @param nodes {@link #STRIDE} ints per node
   * @param thresholds one per node
   * @param testOf index into tests for a node whose threshold is NaN, else −1
   * @param firstVote index of each leaf's first vote, and the number of votes
   */
  Forest(
      int[] roots,
      int[] nodes,
      double[] thresholds,
      int[] testOf,
      Test[] tests,
      int[] firstVote,
      int[] targets,
      double[] weights) {
    this.roots = roots;
    this.nodes = nodes;
    this.thresholds = thresholds;
    this.testOf = testOf;
    this.tests = tests;
    this.firstVote = firstVote;
    this.targets = targets;
    this.weights = weights;
  }

  /**
   * What a node does, as {@link ForestBuilder} takes it; comparisons may have another mode than the
   * one they were made with that decides alike.
   *
   * @param members numbers of a test for membership, else none
   * @param yes child where the test holds: a node index, or {@code ~i} for leaf i
   * @param no child where it does not hold
   * @param missingIsYes whether NaN goes where a test that holds goes
   */
  public record Branch(
      Mode mode,
      int feature,
      double threshold,
      double[] members,
      int yes,
      int no,
      boolean missingIsYes) {}

  /** A vote of a leaf. */
  public record Vote(int target, double weight) {}

  /** Number of nodes that are no leaves. */
  public int nodes() {
    return thresholds.length;
  }

  /** Number of leaves. */
  public int leaves() {
    return firstVote.length - 1;
  }

  /** The roots: node indices, or {@code ~i} for leaf i. */
  public int[] roots() {
    return roots.clone();
  }

  /** What a node does. */
  public Branch branch(int node) {
    int at = node * STRIDE;
    int yes = nodes[at + 1];
    boolean missingIsYes = nodes[at + 3] == yes;
    Test test =
        testOf[node] < 0 ? new Test(Mode.LT, thresholds[node], new double[0]) : tests[testOf[node]];
    return new Branch(
        test.mode, nodes[at], test.threshold, test.members, yes, nodes[at + 2], missingIsYes);
  }

  /** The votes of a leaf. */
  public List<Vote> votes(int leaf) {
    List<Vote> votes = new ArrayList<>();
    for (int i = firstVote[leaf]; i < firstVote[leaf + 1]; i++) {
      votes.add(new Vote(targets[i], weights[i]));
    }
    return votes;
  }

  /** Features a sample must have. */
  int features() {
    int most = -1;
    for (int i = 0; i < nodes.length; i += STRIDE) {
      most = Math.max(most, nodes[i]);
    }
    return most + 1;
  }

  /** Number of trees. */
  int trees() {
    return roots.length;
  }

  /** Largest target of a vote, −1 if there is no vote. */
  int maxTarget() {
    return Arrays.stream(targets).max().orElse(-1);
  }

  /** The target of all votes, −1 if there are several or none. */
  int onlyTarget() {
    int first = targets.length == 0 ? -1 : targets[0];
    return Arrays.stream(targets).allMatch(t -> t == first) ? first : -1;
  }

  /** Whether no vote is negative. */
  boolean hasOnlyPositiveVotes() {
    return Arrays.stream(weights).allMatch(w -> w >= 0);
  }

  /**
   * Combines the votes of all trees for one sample.
   *
   * @param x features, from xAt
   * @param scores one per target from scoresAt; NaN where no vote has been counted yet
   */
  void vote(Aggregate aggregate, float[] x, int xAt, double[] scores, int scoresAt) {
    for (int root : roots) {
      int node = root;
      while (node >= 0) {
        double v = x[xAt + nodes[node * STRIDE]];
        double t = thresholds[node];
        if (v < t) {
          node = nodes[node * STRIDE + 1];
        } else if (v >= t) {
          node = nodes[node * STRIDE + 2];
        } else {
          node = slowly(node, v);
        }
      }
      count(aggregate, ~node, scores, scoresAt);
    }
  }

  /** The same for features of double precision. */
  void vote(Aggregate aggregate, double[] x, int xAt, double[] scores, int scoresAt) {
    for (int root : roots) {
      int node = root;
      while (node >= 0) {
        double v = x[xAt + nodes[node * STRIDE]];
        double t = thresholds[node];
        if (v < t) {
          node = nodes[node * STRIDE + 1];
        } else if (v >= t) {
          node = nodes[node * STRIDE + 2];
        } else {
          node = slowly(node, v);
        }
      }
      count(aggregate, ~node, scores, scoresAt);
    }
  }

  private int slowly(int node, double v) {
    int test = testOf[node];
    if (test < 0 || (Double.isNaN(v) && tests[test].mode != Mode.NEQ)) {
      return nodes[node * STRIDE + 3];
    }
    return nodes[node * STRIDE + (tests[test].holds(v) ? 1 : 2)];
  }

  private void count(Aggregate aggregate, int leaf, double[] scores, int scoresAt) {
    for (int i = firstVote[leaf]; i < firstVote[leaf + 1]; i++) {
      int at = scoresAt + targets[i];
      double before = scores[at];
      double w = weights[i];
      if (Double.isNaN(before)) {
        scores[at] = w;
      } else {
        scores[at] =
            switch (aggregate) {
              case SUM, AVERAGE -> before + w;
              case MIN -> Math.min(before, w);
              case MAX -> Math.max(before, w);
            };
      }
    }
  }
}
