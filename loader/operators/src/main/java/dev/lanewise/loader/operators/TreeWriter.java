package dev.lanewise.loader.operators;

import dev.lanewise.op.Forest;
import dev.lanewise.tensor.DType;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How trees are written: the counterpart of {@link TreeReader}. */
final class TreeWriter {
  private TreeWriter() {}

  /** One line per node of a tree, in the order in which they are written. */
  private static final class Lines {
    final List<String> modes = new ArrayList<>();
    final List<Long> trees = new ArrayList<>();
    final List<Long> ids = new ArrayList<>();
    final List<Long> features = new ArrayList<>();
    final List<Double> values = new ArrayList<>();
    final List<Long> yes = new ArrayList<>();
    final List<Long> no = new ArrayList<>();
    final List<Long> missing = new ArrayList<>();
    final List<Long> voterTrees = new ArrayList<>();
    final List<Long> voters = new ArrayList<>();
    final List<Long> targets = new ArrayList<>();
    final List<Double> weights = new ArrayList<>();
  }

  /**
   * The attributes of TreeEnsembleClassifier and TreeEnsembleRegressor.
   *
   * @param votes {@code class} or {@code target}
   */
  static void byIds(NodeWriter n, String votes, Forest forest) {
    Lines lines = new Lines();
    int[] roots = forest.roots();
    for (int tree = 0; tree < roots.length; tree++) {
      tree(n, lines, forest, tree, roots[tree]);
    }
    n.texts("nodes_modes", lines.modes).longs("nodes_treeids", longs(lines.trees));
    n.longs("nodes_nodeids", longs(lines.ids));
    n.longs("nodes_featureids", longs(lines.features));
    n.numbers("nodes_values", doubles(lines.values));
    n.longs("nodes_truenodeids", longs(lines.yes)).longs("nodes_falsenodeids", longs(lines.no));
    n.longs("nodes_missing_value_tracks_true", longs(lines.missing));
    n.longs(votes + "_treeids", longs(lines.voterTrees));
    n.longs(votes + "_nodeids", longs(lines.voters));
    n.longs(votes + "_ids", longs(lines.targets));
    n.numbers(votes + "_weights", doubles(lines.weights));
  }

  private static void tree(NodeWriter n, Lines lines, Forest forest, int tree, int root) {
    Map<Integer, Long> ids = new HashMap<>();
    List<Integer> order = new ArrayList<>(List.of(root));
    ids.put(root, 0L);
    for (int i = 0; i < order.size(); i++) {
      int child = order.get(i);
      lines.trees.add((long) tree);
      lines.ids.add((long) i);
      if (child < 0) {
        leaf(lines, forest, tree, i, ~child);
        continue;
      }
      Forest.Branch branch = forest.branch(child);
      n.require(branch.mode() != Forest.Mode.MEMBER, "a node tests for membership");
      double threshold = floatThreshold(branch);
      boolean atMost = branch.mode() == Forest.Mode.LT && threshold != branch.threshold();
      lines.modes.add("BRANCH_" + (atMost ? "LEQ" : branch.mode().name()));
      lines.features.add((long) branch.feature());
      lines.values.add(threshold);
      lines.yes.add(id(ids, order, branch.yes()));
      lines.no.add(id(ids, order, branch.no()));
      lines.missing.add(branch.missingIsYes() ? 1L : 0L);
    }
  }

  private static long id(Map<Integer, Long> ids, List<Integer> order, int child) {
    Long known = ids.get(child);
    if (known != null) {
      return known;
    }
    order.add(child);
    ids.put(child, order.size() - 1L);
    return order.size() - 1L;
  }

  /** "Less than" the double above a float is "at most" the float. */
  private static double floatThreshold(Forest.Branch branch) {
    double t = branch.threshold();
    double below = Math.nextDown(t);
    return branch.mode() == Forest.Mode.LT && t != (float) t && below == (float) below ? below : t;
  }

  private static void leaf(Lines lines, Forest forest, int tree, int id, int leaf) {
    lines.modes.add("LEAF");
    lines.features.add(0L);
    lines.values.add(0.0);
    lines.yes.add(0L);
    lines.no.add(0L);
    lines.missing.add(0L);
    for (Forest.Vote vote : forest.votes(leaf)) {
      lines.voterTrees.add((long) tree);
      lines.voters.add((long) id);
      lines.targets.add((long) vote.target());
      lines.weights.add(vote.weight());
    }
  }

  /** The attributes of TreeEnsemble. */
  static void byPlaces(NodeWriter n, Forest forest) {
    int count = forest.nodes();
    byte[] modes = new byte[count];
    double[] splits = new double[count];
    long[] features = new long[count];
    long[] yes = new long[count];
    long[] no = new long[count];
    long[] yesLeaf = new long[count];
    long[] noLeaf = new long[count];
    long[] missing = new long[count];
    List<Double> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Forest.Branch branch = forest.branch(i);
      double threshold = floatThreshold(branch);
      boolean atMost = branch.mode() == Forest.Mode.LT && threshold != branch.threshold();
      modes[i] = (byte) (atMost ? Forest.Mode.LEQ : branch.mode()).ordinal();
      splits[i] = Double.isNaN(threshold) ? 0 : threshold;
      features[i] = branch.feature();
      yes[i] = place(branch.yes());
      no[i] = place(branch.no());
      yesLeaf[i] = branch.yes() < 0 ? 1 : 0;
      noLeaf[i] = branch.no() < 0 ? 1 : 0;
      missing[i] = branch.missingIsYes() ? 1 : 0;
      if (branch.mode() == Forest.Mode.MEMBER) {
        Arrays.stream(branch.members()).forEach(members::add);
        members.add(Double.NaN);
      }
    }
    long[] roots = new long[forest.roots().length];
    for (int i = 0; i < roots.length; i++) {
      n.require(forest.roots()[i] >= 0, "a tree is one leaf");
      roots[i] = forest.roots()[i];
    }
    n.longs("tree_roots", roots);
    n.tensor("nodes_modes", Tensor.of(DType.UINT8, Shape.of(count), modes));
    n.tensor("nodes_splits", tensor(n, splits));
    n.longs("nodes_featureids", features).longs("nodes_truenodeids", yes);
    n.longs("nodes_falsenodeids", no).longs("nodes_trueleafs", yesLeaf);
    n.longs("nodes_falseleafs", noLeaf).longs("nodes_missing_value_tracks_true", missing);
    if (!members.isEmpty()) {
      n.tensor("membership_values", tensor(n, doubles(members)));
    }
    leaves(n, forest);
  }

  private static void leaves(NodeWriter n, Forest forest) {
    double[] weights = new double[forest.leaves()];
    long[] targets = new long[weights.length];
    for (int leaf = 0; leaf < weights.length; leaf++) {
      List<Forest.Vote> votes = forest.votes(leaf);
      n.require(votes.size() == 1, "leaf " + leaf + " has " + votes.size() + " votes");
      targets[leaf] = votes.get(0).target();
      weights[leaf] = votes.get(0).weight();
    }
    n.tensor("leaf_weights", tensor(n, weights)).longs("leaf_targetids", targets);
  }

  private static long place(int child) {
    return child < 0 ? ~child : child;
  }

  /** FLOAT if that is exact and the features are no DOUBLE, else DOUBLE. */
  private static Tensor tensor(NodeWriter n, double[] values) {
    float[] floats = new float[values.length];
    boolean exact = !isDouble(n);
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
      exact &= floats[i] == values[i] || Double.isNaN(values[i]);
    }
    Shape shape = Shape.of(values.length);
    return exact ? Tensor.of(shape, floats) : Tensor.of(DType.DOUBLE, shape, values);
  }

  private static boolean isDouble(NodeWriter n) {
    TensorType x = n.tensorType(0);
    return x != null && x.dtype() == DType.DOUBLE;
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
