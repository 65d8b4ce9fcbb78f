package org.convscope.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.convscope.engine.Tensor;

/**
 * What a request needs, resolved once: steps in order, every value a numbered slot.
 *
 * @param slots number of values
 * @param leaves what is there before the first step
 * @param steps in topological order
 * @param kept slot by requested name
 * @param tracks whether gradients will be asked for
 */
record Plan(
    int slots, List<Leaf> leaves, List<Step> steps, Map<String, Integer> kept, boolean tracks) {

  /**
   * A value that no step makes.
   *
   * @param slot where it goes
   * @param name of the input or parameter
   * @param folded what a rewriting made of parameters; null for an input or a parameter
   * @param tracked whether gradients by it will be asked for
   */
  record Leaf(int slot, String name, Tensor folded, boolean tracked) {}

  /**
   * Resolves names to slots.
   *
   * @param nodes what to compute, in topological order
   * @param folded by name, what rewriting made of parameters
   */
  static Plan of(Request request, List<Node> nodes, Map<String, Tensor> folded) {
    return new Resolution(request, folded).plan(nodes);
  }

  /** True if this plan is right for the same nodes with other parameters too. */
  boolean dependsOnNamesOnly() {
    return leaves.stream().allMatch(leaf -> leaf.folded() == null);
  }

  /**
   * True if gradients by something else than parameters will be asked for: these are looked at
   * pixel by pixel, while a parameter's is a sum over all pixels.
   */
  boolean tracksInputs(Network network) {
    return leaves.stream()
        .anyMatch(leaf -> leaf.tracked() && !network.parameters().containsKey(leaf.name()));
  }

  private static final class Resolution {
    private final Request request;
    private final Map<String, Tensor> folded;
    private final Map<String, Integer> slots = new HashMap<>();
    private final List<Leaf> leaves = new ArrayList<>();

    Resolution(Request request, Map<String, Tensor> folded) {
      this.request = request;
      this.folded = folded;
    }

    Plan plan(List<Node> nodes) {
      Set<String> read = new HashSet<>(request.taps());
      nodes.forEach(n -> read.addAll(n.inputs()));
      read.remove("");
      List<int[]> inputs = new ArrayList<>();
      List<int[]> outputs = new ArrayList<>();
      Map<Integer, Integer> lastUse = new HashMap<>();
      for (Node n : nodes) {
        int step = inputs.size();
        int[] in = n.inputs().stream().mapToInt(this::read).toArray();
        int[] out = n.outputs().stream().mapToInt(v -> read.contains(v) ? make(v) : -1).toArray();
        for (int slot : in) {
          lastUse.put(slot, step);
        }
        for (int slot : out) {
          lastUse.put(slot, step);
        }
        inputs.add(in);
        outputs.add(out);
      }
      Map<String, Integer> kept = new HashMap<>();
      request.taps().forEach(name -> kept.put(name, read(name)));
      request.tracked().forEach(name -> kept.put(name, read(name)));
      List<Set<Integer>> last = new ArrayList<>();
      nodes.forEach(n -> last.add(new TreeSet<>()));
      lastUse.forEach(
          (slot, step) -> {
            if (slot >= 0 && !kept.containsValue(slot)) {
              last.get(step).add(slot);
            }
          });
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        Node n = nodes.get(i);
        int[] dead = last.get(i).stream().mapToInt(Integer::intValue).toArray();
        steps.add(new Step(n.name(), n.op(), inputs.get(i), outputs.get(i), dead));
      }
      return new Plan(slots.size(), leaves, steps, kept, !request.tracked().isEmpty());
    }

    private int make(String name) {
      int slot = slots.size();
      slots.put(name, slot);
      return slot;
    }

    /** The slot of a value; one that nothing has made yet is a leaf. */
    private int read(String name) {
      if (name.isEmpty()) {
        return -1;
      }
      Integer known = slots.get(name);
      if (known != null) {
        return known;
      }
      int slot = make(name);
      leaves.add(new Leaf(slot, name, folded.get(name), request.tracked().contains(name)));
      return slot;
    }
  }
}
