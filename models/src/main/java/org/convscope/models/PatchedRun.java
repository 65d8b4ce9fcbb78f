package org.convscope.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** One batch of an {@link IncrementalForward}: the patches of all values, step by step. */
final class PatchedRun {
  private final Plan plan;
  private final List<Optional<Locality>> localities;
  private final Tensor[] clean;
  private final Kernels kernels;
  private final List<Area[]> areas;
  private final Patch[] patches;
  private int next;

  /**
   * @param clean the clean image's values by slot
   * @param areas by item and slot; of equal sizes for all items
   */
  PatchedRun(
      Plan plan,
      List<Optional<Locality>> localities,
      Tensor[] clean,
      Kernels kernels,
      List<Area[]> areas) {
    this.plan = plan;
    this.localities = localities;
    this.clean = clean;
    this.kernels = kernels;
    this.areas = areas;
    this.patches = new Patch[clean.length];
  }

  /**
   * Cuts the changed rectangles of the image out of another one.
   *
   * @param changed the rectangle of each item; the image's area may be larger and is clean there
   */
  void start(int image, Tensor other, List<Area> changed) {
    List<Tensor> items = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      Crop change = crop(List.of(changed.get(i)), other.shape());
      Tensor seen = change.of(kernels, other, null);
      Patch patch = new Patch(seen, change.tops(), change.lefts());
      Crop area = crop(List.of(areas.get(i)[image]), other.shape());
      items.add(area.of(kernels, clean[image], patch));
      recycle(seen);
    }
    Tensor all = kernels.concat(items, 0);
    items.stream().filter(t -> !t.sharesNumbers(all)).forEach(this::recycle);
    Crop at = crop(image);
    patches[image] =
        areas.get(0)[image].isWhole() ? Patch.whole(all) : new Patch(all, at.tops(), at.lefts());
  }

  /** The next step of the plan. */
  void compute(Step step) {
    Optional<Locality> locality = localities.get(next++);
    int out = changed(step);
    if (out >= 0 && areas.get(0)[out].isWhole()) {
      whole(step);
    } else if (out >= 0) {
      Crop at = crop(out);
      patches[out] =
          new Patch(local(step, locality.orElseThrow().reads(), at), at.tops(), at.lefts());
    }
    for (int slot : step.last()) {
      release(slot);
    }
  }

  private int changed(Step step) {
    for (int out : step.outputs()) {
      if (out >= 0 && areas.get(0)[out] != null) {
        return out;
      }
    }
    return -1;
  }

  /** Where the items' patches of a value lie. */
  private Crop crop(int slot) {
    return crop(areas.stream().map(a -> a[slot]).toList(), clean[slot].shape());
  }

  /** Areas of one size in a value. */
  private static Crop crop(List<Area> at, Shape value) {
    if (at.get(0).isWhole()) {
      return Crop.everything(at.size(), value);
    }
    int[] tops = at.stream().mapToInt(a -> (int) a.rows().first()).toArray();
    int[] lefts = at.stream().mapToInt(a -> (int) a.columns().first()).toArray();
    return new Crop(tops, lefts, at.get(0).height(), at.get(0).width(), 0);
  }

  private void whole(Step step) {
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> cut = new ArrayList<>();
    for (int slot : step.inputs()) {
      Tensor t = slot < 0 ? null : patches[slot] == null ? clean[slot] : whole(slot);
      inputs.add(t);
      if (slot >= 0 && patches[slot] != null && !patches[slot].isWhole()) {
        cut.add(t);
      }
    }
    List<Tensor> made = step.op().forward(kernels, inputs).outputs();
    for (int i = 0; i < step.outputs().length; i++) {
      if (step.outputs()[i] >= 0) {
        patches[step.outputs()[i]] = Patch.whole(made.get(i));
      }
    }
    cut.stream().filter(t -> made.stream().noneMatch(t::sharesNumbers)).forEach(this::recycle);
  }

  private Tensor local(Step step, List<Locality.Read> reads, Crop at) {
    LocalStep local = new LocalStep(step.op());
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> cut = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      int slot = step.inputs()[i];
      if (reads.get(i) instanceof Locality.Parameter) {
        inputs.add(slot < 0 ? null : clean[slot]);
      } else if (reads.get(i) instanceof Locality.Here
          && patches[slot] != null
          && liesAt(patches[slot], at)) {
        inputs.add(patches[slot].values());
      } else {
        boolean window = reads.get(i) instanceof Locality.Through;
        Crop crop = window ? local.reads(((Locality.Through) reads.get(i)).window(), at) : at;
        Tensor t = crop.of(kernels, clean[slot], patches[slot]);
        inputs.add(t);
        cut.add(t);
      }
    }
    Tensor y = local.forward(kernels, inputs, clean[step.inputs()[0]].shape(), at);
    cut.stream().filter(t -> !t.sharesNumbers(y)).forEach(this::recycle);
    return y;
  }

  private static boolean liesAt(Patch patch, Crop at) {
    return !patch.isWhole()
        && Arrays.equals(patch.tops(), at.tops())
        && Arrays.equals(patch.lefts(), at.lefts())
        && patch.values().shape().dim(2) == at.height()
        && patch.values().shape().dim(3) == at.width();
  }

  /** A value of all items; one that no change reaches is repeated. */
  Tensor whole(int slot) {
    Patch patch = patches[slot];
    if (patch != null && patch.isWhole()) {
      return patch.values();
    }
    return Crop.everything(areas.size(), clean[slot].shape()).of(kernels, clean[slot], patch);
  }

  private void release(int slot) {
    Patch dead = patches[slot];
    patches[slot] = null;
    if (dead != null) {
      for (Patch other : patches) {
        if (other != null && other.values().sharesNumbers(dead.values())) {
          return;
        }
      }
      recycle(dead.values());
    }
  }

  /** Gives back what is left, but not what was handed out. */
  void end() {
    for (int slot = 0; slot < patches.length; slot++) {
      if (patches[slot] != null && !patches[slot].isWhole()) {
        release(slot);
      }
    }
  }

  private void recycle(Tensor t) {
    kernels.buffers().recycle(t);
  }
}
