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
    this.plan = network.plan(Request.taps(taps).with(Request.Fusion.ONE_WINDOW));
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
   * Changes that are best computed together: areas of about the same size in every layer.
   *
   * @param changes rectangles inside of the image
   * @param most changes per batch; fewer where more would not be faster
   * @return indices into {@code changes}, each in one batch; the most expensive batches first
   */
  public List<int[]> batches(List<Region> changes, int most) {
    List<Integer> slots = new ArrayList<>();
    List<Long> perPlace = new ArrayList<>();
    for (Step step : plan.steps()) {
      int out = output(step);
      if (out >= 0 && shapes[out].rank() == 4) {
        slots.add(out);
        perPlace.add(multiplyAdds(step, shapes[out].with(2, 1).with(3, 1)));
      }
    }
    List<int[]> rows = new ArrayList<>();
    List<int[]> columns = new ArrayList<>();
    for (Region change : changes) {
      Area[] areas = spread.of(change);
      rows.add(slots.stream().mapToInt(s -> GrownAreas.height(areas[s], shapes[s])).toArray());
      columns.add(slots.stream().mapToInt(s -> GrownAreas.width(areas[s], shapes[s])).toArray());
    }
    long[] costs = perPlace.stream().mapToLong(Long::longValue).toArray();
    return new ChangeBatches(costs, weights()).of(rows, columns, most);
  }

  private long weights() {
    return plan.leaves().stream()
        .filter(leaf -> leaf.slot() != image)
        .mapToLong(leaf -> clean[leaf.slot()].size())
        .sum();
  }

  /**
   * The tapped values of images that are the clean one outside of a rectangle each and another one
   * inside of it.
   *
   * @param other what is seen inside of the rectangles, of the clean image's shape
   * @param changes the rectangles; {@link #batches} tells which are best computed together
   * @return [changes×...] by tap
   */
  public Map<String, Tensor> values(Kernels kernels, Tensor other, List<Region> changes) {
    List<Area[]> own = changes.stream().map(spread::of).toList();
    List<Area[]> areas = GrownAreas.of(own, shapes);
    PatchedRun run = new PatchedRun(plan, localities, clean, kernels, areas);
    run.start(image, other, own.stream().map(a -> a[image]).toList());
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

  /** Multiply-adds that changes take which are computed together. */
  public long multiplyAdds(List<Region> changes) {
    List<Area[]> own = changes.stream().map(spread::of).toList();
    return changes.size() * multiplyAdds(GrownAreas.of(own, shapes).get(0));
  }

  private long multiplyAdds(Area[] areas) {
    long sum = 0;
    for (Step step : plan.steps()) {
      int out = output(step);
      if (out >= 0 && areas[out] != null) {
        Area a = areas[out];
        Shape all = shapes[out];
        sum += multiplyAdds(step, a.isWhole() ? all : all.with(2, a.height()).with(3, a.width()));
      }
    }
    return sum;
  }

  private long multiplyAdds(Step step, Shape output) {
    List<Shape> inputs = new ArrayList<>();
    for (int in : step.inputs()) {
      inputs.add(in < 0 ? null : shapes[in]);
    }
    return MultiplyAdds.of(step.op(), inputs, output);
  }

  /** The slot of the first output that is kept, or −1. */
  private static int output(Step step) {
    return Arrays.stream(step.outputs()).filter(o -> o >= 0).findFirst().orElse(-1);
  }
}
