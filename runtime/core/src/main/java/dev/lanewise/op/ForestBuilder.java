package dev.lanewise.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts a {@link Forest} together. A child is the index of a node, in the order in which nodes are
 * added, or {@code ~i} for leaf i.
 */
public final class ForestBuilder {
  private static final double[] NO_MEMBERS = {};

  private final int[] nodes;
  private final double[] thresholds;
  private final int[] testOf;
  private final List<Forest.Test> tests = new ArrayList<>();
  private final int leaves;
  private final int[] voters;
  private final int[] targets;
  private final double[] weights;
  private final List<Integer> roots = new ArrayList<>();
  private int nodeCount;
  private int voteCount;

  /**
   * An empty forest.
   *
   * @param nodes number of nodes that will be added
   * @param leaves number of leaves
   * @param votes number of votes that will be added
   */
  public ForestBuilder(int nodes, int leaves, int votes) {
    this.nodes = new int[Math.multiplyExact(nodes, Forest.STRIDE)];
    this.thresholds = new double[nodes];
    this.testOf = new int[nodes];
    this.leaves = leaves;
    this.voters = new int[votes];
    this.targets = new int[votes];
    this.weights = new double[votes];
  }

  /** Adds a tree by its root. */
  public void root(int child) {
    roots.add(child);
  }

  /** Adds a vote to a leaf. */
  public void vote(int leaf, long target, double weight) {
    if (target < 0 || target > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a leaf votes for target " + target);
    }
    if (leaf < 0 || leaf >= leaves) {
      throw new IllegalArgumentException("there is no leaf " + leaf);
    }
    voters[voteCount] = leaf;
    targets[voteCount] = (int) target;
    weights[voteCount++] = weight;
  }

  /**
   * Adds a node that compares with a threshold.
   *
   * @param missingIsYes whether NaN goes where a comparison that holds goes
   */
  public void node(
      Forest.Mode mode, long feature, double threshold, int yes, int no, boolean missingIsYes) {
    int missing = missingIsYes ? yes : no;
    if (mode == Forest.Mode.MEMBER) {
      throw new IllegalArgumentException("a test for membership needs members");
    }
    if (!Double.isFinite(threshold) || mode == Forest.Mode.EQ || mode == Forest.Mode.NEQ) {
      add(feature, Double.NaN, yes, no, missing);
      testOf[nodeCount - 1] = tests.size();
      tests.add(new Forest.Test(mode, threshold, NO_MEMBERS));
    } else if (mode == Forest.Mode.LT) {
      add(feature, threshold, yes, no, missing);
    } else if (mode == Forest.Mode.LEQ) {
      add(feature, Math.nextUp(threshold), yes, no, missing);
    } else if (mode == Forest.Mode.GTE) {
      add(feature, threshold, no, yes, missing);
    } else {
      add(feature, Math.nextUp(threshold), no, yes, missing);
    }
  }

  /** Adds a node that tests whether the feature is one of some numbers. */
  public void node(long feature, double[] members, int yes, int no, boolean missingIsYes) {
    double[] sorted = members.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = sorted[i] == 0 ? 0.0 : sorted[i];
    }
    Arrays.sort(sorted);
    add(feature, Double.NaN, yes, no, missingIsYes ? yes : no);
    testOf[nodeCount - 1] = tests.size();
    tests.add(new Forest.Test(Forest.Mode.MEMBER, Double.NaN, sorted));
  }

  private void add(long feature, double threshold, int left, int right, int missing) {
    if (feature < 0 || feature > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a node looks at feature " + feature);
    }
    int at = nodeCount * Forest.STRIDE;
    nodes[at] = (int) feature;
    nodes[at + 1] = left;
    nodes[at + 2] = right;
    nodes[at + 3] = missing;
    thresholds[nodeCount] = threshold;
    testOf[nodeCount++] = -1;
  }

  /**
   * The forest.
   *
   * @throws IllegalArgumentException if a child does not exist, or a node is its own descendant
   */
  public Forest build() {
    roots.forEach(this::check);
    for (int i = 0; i < nodes.length; i++) {
      if (i % Forest.STRIDE != 0) {
        check(nodes[i]);
      }
    }
    checkPaths();
    int[] first = new int[leaves + 1];
    for (int i = 0; i < voteCount; i++) {
      first[voters[i] + 1]++;
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      first[leaf + 1] += first[leaf];
    }
    int[] next = first.clone();
    int[] sortedTargets = new int[voteCount];
    double[] sortedWeights = new double[voteCount];
    for (int i = 0; i < voteCount; i++) {
      int to = next[voters[i]]++;
      sortedTargets[to] = targets[i];
      sortedWeights[to] = weights[i];
    }
    return new Forest(
        roots.stream().mapToInt(Integer::intValue).toArray(),
        nodes,
        thresholds,
        testOf,
        tests.toArray(new Forest.Test[0]),
        first,
        sortedTargets,
        sortedWeights);
  }

  private void check(int child) {
    if (child >= 0 ? child >= nodeCount : ~child >= leaves) {
      throw new IllegalArgumentException(
          child >= 0 ? "there is no node " + child : "there is no leaf " + ~child);
    }
  }

  /** Every way from a root must end in a leaf: a walk in depth finds no node on its own path. */
  private void checkPaths() {
    byte[] visits = new byte[nodeCount];
    int[] path = new int[nodeCount + 1];
    byte done = 3;
    for (int root : roots) {
      int depth = 0;
      path[0] = root;
      while (depth >= 0) {
        int node = path[depth];
        if (node < 0 || visits[node] == done || ++visits[node] == done) {
          depth--;
          continue;
        }
        int child = nodes[node * Forest.STRIDE + visits[node]];
        if (child >= 0 && visits[child] > 0 && visits[child] < done) {
          throw new IllegalArgumentException("node " + child + " is its own descendant");
        }
        path[++depth] = child;
      }
    }
  }
}
