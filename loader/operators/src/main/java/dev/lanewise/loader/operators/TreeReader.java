package dev.lanewise.loader.operators;

import dev.lanewise.op.Forest;
import dev.lanewise.op.ForestBuilder;
import dev.lanewise.op.KeyTable;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the trees of the {@code ai.onnx.ml} operators from their attributes. */
final class TreeReader {
  private static final String LEAF = "LEAF";

  private TreeReader() {}

  /** FLOATS, or a TENSOR of the name with {@code _as_tensor}; empty if neither is given. */
  static double[] numbers(OnnxNode n, String attribute) {
    if (n.hasAttribute(attribute + "_as_tensor")) {
      return n.tensor(attribute + "_as_tensor").toDoubles();
    }
    float[] floats = n.reals(attribute);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /**
   * The trees of TreeEnsembleClassifier and TreeEnsembleRegressor, whose nodes are named by the ids
   * of tree and node.
   *
   * @param votes {@code class} or {@code target}: prefix of the attributes of the votes
   */
  static Forest byIds(OnnxNode n, String votes) {
    List<String> modes = n.texts("nodes_modes");
    int count = modes.size();
    long[] trees = same(n, count, "nodes_treeids", n.longs("nodes_treeids"));
    long[] ids = same(n, count, "nodes_nodeids", n.longs("nodes_nodeids"));
    long[] features = same(n, count, "nodes_featureids", n.longs("nodes_featureids"));
    long[] yes = same(n, count, "nodes_truenodeids", n.longs("nodes_truenodeids"));
    long[] no = same(n, count, "nodes_falsenodeids", n.longs("nodes_falsenodeids"));
    double[] values = numbers(n, "nodes_values");
    long[] missing = n.longs("nodes_missing_value_tracks_true");
    checkLength(n, "nodes_values", values.length, count);
    checkLength(
        n, "nodes_missing_value_tracks_true", missing.length, missing.length == 0 ? 0 : count);

    long[] names = new long[count];
    int[] children = new int[count];
    int nodes = 0;
    int leaves = 0;
    for (int i = 0; i < count; i++) {
      names[i] = name(n, trees[i], ids[i]);
      children[i] = modes.get(i).equals(LEAF) ? ~leaves++ : nodes++;
    }
    KeyTable table = new KeyTable(Tensor.of(Shape.of(count), names));
    long[] voters = n.longs(votes + "_nodeids");
    ForestBuilder forest = new ForestBuilder(nodes, leaves, voters.length);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (table.find(names[i]) != i) {
        throw n.fail("tree " + trees[i] + " has node " + ids[i] + " twice");
      }
      if (seen.add(trees[i])) {
        forest.root(children[i]);
      }
      if (children[i] >= 0) {
        forest.node(
            mode(n, modes.get(i)),
            features[i],
            values[i],
            children[find(n, table, trees[i], yes[i])],
            children[find(n, table, trees[i], no[i])],
            missing.length > 0 && missing[i] != 0);
      }
    }
    addVotes(n, votes, voters, forest, table, children);
    return forest.build();
  }

  private static void addVotes(
      OnnxNode n,
      String votes,
      long[] voters,
      ForestBuilder forest,
      KeyTable table,
      int[] children) {
    int count = voters.length;
    long[] trees = same(n, count, votes + "_treeids", n.longs(votes + "_treeids"));
    long[] targets = same(n, count, votes + "_ids", n.longs(votes + "_ids"));
    double[] weights = numbers(n, votes + "_weights");
    checkLength(n, votes + "_weights", weights.length, count);
    for (int i = 0; i < count; i++) {
      int child = children[find(n, table, trees[i], voters[i])];
      if (child >= 0) {
        throw n.fail("node " + voters[i] + " of tree " + trees[i] + " has a vote but is no leaf");
      }
      forest.vote(~child, targets[i], weights[i]);
    }
  }

  private static long name(OnnxNode n, long tree, long node) {
    if (tree < 0 || tree > Integer.MAX_VALUE || node < 0 || node > Integer.MAX_VALUE) {
      throw n.fail(
          "ids of trees and nodes must be from 0 to 2147483647, not " + tree + ", " + node);
    }
    return tree << 32 | node;
  }

  private static int find(OnnxNode n, KeyTable table, long tree, long node) {
    int at = table.find(name(n, tree, node));
    if (at < 0) {
      throw n.fail("tree " + tree + " has no node " + node);
    }
    return at;
  }

  private static Forest.Mode mode(OnnxNode n, String mode) {
    return switch (mode) {
      case "BRANCH_LEQ" -> Forest.Mode.LEQ;
      case "BRANCH_LT" -> Forest.Mode.LT;
      case "BRANCH_GTE" -> Forest.Mode.GTE;
      case "BRANCH_GT" -> Forest.Mode.GT;
      case "BRANCH_EQ" -> Forest.Mode.EQ;
      case "BRANCH_NEQ" -> Forest.Mode.NEQ;
      default -> throw n.fail("a node has the unknown mode '" + mode + "'");
    };
  }

  /** The trees of TreeEnsemble, whose nodes and leaves are named by their places. */
  static Forest byPlaces(OnnxNode n) {
    long[] modes = n.tensor("nodes_modes").toLongs();
    int count = modes.length;
    double[] splits = n.tensor("nodes_splits").toDoubles();
    checkLength(n, "nodes_splits", splits.length, count);
    long[] features = same(n, count, "nodes_featureids", n.longs("nodes_featureids"));
    long[] yes = same(n, count, "nodes_truenodeids", n.longs("nodes_truenodeids"));
    long[] no = same(n, count, "nodes_falsenodeids", n.longs("nodes_falsenodeids"));
    long[] yesLeaf = same(n, count, "nodes_trueleafs", n.longs("nodes_trueleafs"));
    long[] noLeaf = same(n, count, "nodes_falseleafs", n.longs("nodes_falseleafs"));
    long[] missing = n.longs("nodes_missing_value_tracks_true");
    checkLength(
        n, "nodes_missing_value_tracks_true", missing.length, missing.length == 0 ? 0 : count);
    double[] weights = n.tensor("leaf_weights").toDoubles();
    int leaves = weights.length;
    long[] targets = same(n, leaves, "leaf_targetids", n.longs("leaf_targetids"));
    List<double[]> members = members(n);
    int nextMembers = 0;
    ForestBuilder forest = new ForestBuilder(count, leaves, leaves);
    Forest.Mode[] all = Forest.Mode.values();
    for (int i = 0; i < count; i++) {
      if (modes[i] < 0 || modes[i] >= all.length) {
        throw n.fail("node " + i + " has the unknown mode " + modes[i]);
      }
      int left = child(n, yes[i], yesLeaf[i]);
      int right = child(n, no[i], noLeaf[i]);
      boolean missingIsYes = missing.length > 0 && missing[i] != 0;
      Forest.Mode mode = all[(int) modes[i]];
      if (mode != Forest.Mode.MEMBER) {
        forest.node(mode, features[i], splits[i], left, right, missingIsYes);
      } else if (nextMembers == members.size()) {
        throw n.fail("membership_values has fewer sets than there are nodes that test membership");
      } else {
        forest.node(features[i], members.get(nextMembers++), left, right, missingIsYes);
      }
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      forest.vote(leaf, targets[leaf], weights[leaf]);
    }
    for (long root : n.longs("tree_roots")) {
      forest.root(child(n, root, 0));
    }
    return forest.build();
  }

  private static int child(OnnxNode n, long place, long isLeaf) {
    if (place < 0 || place >= Integer.MAX_VALUE) {
      throw n.fail("a tree refers to place " + place);
    }
    return isLeaf != 0 ? ~(int) place : (int) place;
  }

  /** Sets of numbers, each ended by a NaN. */
  private static List<double[]> members(OnnxNode n) {
    List<double[]> sets = new ArrayList<>();
    if (!n.hasAttribute("membership_values")) {
      return sets;
    }
    double[] values = n.tensor("membership_values").toDoubles();
    int first = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        sets.add(Arrays.copyOfRange(values, first, i));
        first = i + 1;
      }
    }
    return sets;
  }

  private static long[] same(OnnxNode n, int count, String attribute, long[] values) {
    checkLength(n, attribute, values.length, count);
    return values;
  }

  private static void checkLength(OnnxNode n, String attribute, int length, int count) {
    if (length != count) {
      throw n.fail("attribute '" + attribute + "' has " + length + " numbers, not " + count);
    }
  }
}
