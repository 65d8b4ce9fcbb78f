package org.convscope.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.ReceptiveField.Region;

/**
 * Forward passes over images that differ from one clean image inside a rectangle each: every layer
 * is computed again only where the change can arrive, the rest is taken from the clean pass (after
 * Nakandala et al., "Krypton", SIGMOD 2019). Exact: the values equal those of whole passes, to
 * rounding where kernels add in another order.
 *
 * <p>Convolution, pooling, concatenation of channels and whatever is computed place by place stay
 * local; what looks at all places (global pooling, dense layers) is computed as a whole from the
 * patched value. Safe for use by several threads, each with its own kernels.
 */
public final class IncrementalForward {
  private final Plan plan;
  private final Tensor[] clean;
  private final Shape[] shapes;
  private final List<Optional<Locality>> localities = new ArrayList<>();
  private final int image;
  private final Spread spread;

  /**
   * Computes the clean pass.
   *
   * @param x the clean image [1×C×H×W]
   * @param taps values that will be asked for
   */
  public IncrementalForward(Network network, Kernels kernels, Tensor x, Collection<String> taps) {
    Map<String, Tensor> given = Map.of(network.input().name(), x);
    this.plan = network.plan(Request.taps(taps));
    this.clean = new Tensor[plan.slots()];
    int found = -1;
    for (Plan.Leaf leaf : plan.leaves()) {
      clean[leaf.slot()] = leaf.folded() != null ? leaf.folded() : network.leaf(leaf.name(), given);
      found = leaf.name().equals(network.input().name()) ? leaf.slot() : found;
    }
    if (found < 0 || x.shape().rank() != 4 || x.shape().dim(0) != 1) {
      throw new IllegalArgumentException(
          "incremental: values of one image [1×C×H×W] are needed, got %s of %s".formatted(taps, x));
    }
    this.image = found;
    boolean[] ofImage = new boolean[plan.slots()];
    ofImage[image] = true;
    for (Step step : plan.steps()) {
      compute(kernels, step, ofImage);
    }
    this.shapes = new Shape[plan.slots()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = clean[i] == null ? null : clean[i].shape();
    }
    this.spread = new Spread(plan, shapes, localities, image);
  }

  private void compute(Kernels kernels, Step step, boolean[] ofImage) {
    int[] in = step.inputs();
    List<Tensor> inputs = new ArrayList<>();
    List<Shape> inputShapes = new ArrayList<>();
    boolean[] depends = new boolean[in.length];
    boolean any = false;
    for (int i = 0; i < in.length; i++) {
      Tensor t = in[i] < 0 ? null : clean[in[i]];
      inputs.add(t);
      inputShapes.add(t == null ? null : t.shape());
      depends[i] = in[i] >= 0 && ofImage[in[i]];
      any |= depends[i];
    }
    List<Tensor> made = step.op().forward(kernels, inputs).outputs();
    for (int i = 0; i < step.outputs().length; i++) {
      int out = step.outputs()[i];
      if (out >= 0) {
        clean[out] = made.get(i);
        ofImage[out] = any;
      }
    }
    boolean one = step.outputs().length == 1;
    localities.add(
        any && one
            ? Locality.of(step.op(), inputShapes, depends, made.get(0).shape())
            : Optional.empty());
  }

  /** A tapped value of the clean image. */
  public Tensor clean(String tap) {
    return clean[plan.kept().get(tap)];
  }

  /**
   * Changes that can be computed together: their areas have the same size in every layer.
   *
   * @param changes rectangles inside of the image
   * @param most changes per batch
   * @return indices into {@code changes}
   */
  public List<int[]> batches(List<Region> changes, int most) {
    Map<List<Integer>, List<Integer>> byShape = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      byShape.computeIfAbsent(sizes(changes.get(i)), k -> new ArrayList<>()).add(i);
    }
    List<int[]> batches = new ArrayList<>();
    for (List<Integer> group : byShape.values()) {
      for (int from = 0; from < group.size(); from += most) {
        List<Integer> part = group.subList(from, Math.min(group.size(), from + most));
        batches.add(part.stream().mapToInt(Integer::intValue).toArray());
      }
    }
    return batches;
  }

  private List<Integer> sizes(Region change) {
    List<Integer> sizes = new ArrayList<>();
    for (Area a : spread.of(change)) {
      boolean part = a != null && !a.isWhole();
      sizes.add(part ? a.height() : a == null ? -1 : 0);
      sizes.add(part ? a.width() : 0);
    }
    return sizes;
  }

  /**
   * The tapped values of images that are the clean one outside of a rectangle each and another one
   * inside of it.
   *
   * @param other what is seen inside of the rectangles, of the clean image's shape
   * @param changes the rectangles, one batch of {@link #batches}
   * @return [changes×...] by tap
   */
  public Map<String, Tensor> values(Kernels kernels, Tensor other, List<Region> changes) {
    List<Area[]> areas = changes.stream().map(spread::of).toList();
    PatchedRun run = new PatchedRun(plan, localities, clean, kernels, areas);
    run.start(image, other);
    plan.steps().forEach(run::compute);
    Map<String, Tensor> values = new LinkedHashMap<>();
    plan.kept().forEach((tap, slot) -> values.put(tap, run.whole(slot)));
    run.end();
    return values;
  }

  /** Multiply-adds of the clean pass. */
  public long multiplyAdds() {
    Area[] everything = new Area[plan.slots()];
    Arrays.fill(everything, Area.WHOLE);
    return multiplyAdds(everything);
  }

  /** Multiply-adds that one change takes. */
  public long multiplyAdds(Region change) {
    return multiplyAdds(spread.of(change));
  }

  private long multiplyAdds(Area[] areas) {
    long sum = 0;
    for (Step step : plan.steps()) {
      int out = Arrays.stream(step.outputs()).filter(o -> o >= 0).findFirst().orElse(-1);
      if (out >= 0 && areas[out] != null) {
        List<Shape> inputs = new ArrayList<>();
        for (int in : step.inputs()) {
          inputs.add(in < 0 ? null : shapes[in]);
        }
        Area a = areas[out];
        Shape output =
            a.isWhole() ? shapes[out] : shapes[out].with(2, a.height()).with(3, a.width());
        sum += MultiplyAdds.of(step.op(), inputs, output);
      }
    }
    return sum;
  }
}
