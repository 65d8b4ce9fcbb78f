package org.convscope.visualize.ascend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.visualize.ascend.objective.Objective;
import org.convscope.visualize.ascend.residual.BranchShare;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.spectrum.Spectrum;

/** Makes a {@link Portrait} of a subject: sizes, stages, ascent and measurements. */
public final class Painter {
  private static final int FRAMES = 60;

  private final Network network;
  private final Preprocessing preprocessing;
  private final Plan plan;
  private final Shape image;

  /**
   * How every subject is painted.
   *
   * @param options of each ascent
   * @param octaves sizes from coarse to fine
   * @param first targets to climb first, one after the other
   * @param from what to start from; noise if absent
   * @param snapshots numbers of steps after which the image is kept
   * @param moving whether frames for a moving picture are kept
   */
  public record Plan(
      AscentOptions options,
      Octaves octaves,
      List<Objective> first,
      Optional<Tensor> from,
      Set<Integer> snapshots,
      boolean moving) {
    public Plan {
      first = List.copyOf(first);
      snapshots = Set.copyOf(snapshots);
    }

    /** Steps of one image from beginning to end. */
    public int steps() {
      return (first.size() + octaves.count()) * options.climb().steps();
    }
  }

  /**
   * @param image [1×C×H×W] of the network's input
   */
  public Painter(Network network, Preprocessing preprocessing, Plan plan, Shape image) {
    this.network = network;
    this.preprocessing = preprocessing;
    this.plan = plan;
    this.image = image;
  }

  /**
   * Paints one subject.
   *
   * @param random of this subject and start
   * @param goOn asked before each step
   */
  public Portrait paint(
      Subject subject, int start, Kernels kernels, CounterRandom random, Supplier<Boolean> goOn) {
    AscentTask task = task(subject);
    SortedMap<Integer, Tensor> snapshots = new TreeMap<>();
    List<Tensor> frames = new ArrayList<>();
    int every = Math.max(1, plan.steps() / FRAMES);
    int before = plan.first().size() * plan.options().climb().steps();
    Optional<Tensor> from = plan.from();
    for (int i = 0; i < plan.first().size(); i++) {
      AscentTask stage =
          new AscentTask(
              task.network(), preprocessing, plan.first().get(i), task.canvas(), task.view());
      int done = i * plan.options().climb().steps();
      Watch watch = watch(done, every, task, snapshots, frames, goOn);
      CounterRandom own = random.stream("first").stream(i);
      from = Optional.of(new Ascent(stage, plan.options(), kernels, own).run(from, watch).image());
    }
    boolean anySize = task.network() != network;
    AscentResult result =
        plan.octaves()
            .run(
                task,
                anySize,
                plan.options(),
                kernels,
                random,
                from,
                watch(before, every, task, snapshots, frames, goOn));
    if (plan.snapshots().contains(plan.steps()) && !result.stopped()) {
      snapshots.put(plan.steps(), cut(result.image(), task));
    }
    return portrait(subject, start, task, result, snapshots, frames, kernels);
  }

  private Watch watch(
      int done,
      int every,
      AscentTask task,
      SortedMap<Integer, Tensor> snapshots,
      List<Tensor> frames,
      Supplier<Boolean> goOn) {
    return (step, score, seen) -> {
      int total = done + step;
      if (plan.snapshots().contains(total)) {
        snapshots.put(total, cut(seen.get(), task));
      }
      if (plan.moving() && total % every == 0) {
        frames.add(cut(seen.get(), task));
      }
      return goOn.get();
    };
  }

  private Portrait portrait(
      Subject subject,
      int start,
      AscentTask task,
      AscentResult result,
      SortedMap<Integer, Tensor> snapshots,
      List<Tensor> frames,
      Kernels kernels) {
    Tensor shown = cut(result.image(), task);
    AscentResult cut =
        new AscentResult(shown, result.score(), result.curve(), result.stopped(), result.start());
    Scoring scoring = new Scoring(task, plan.options().skip(), kernels);
    boolean fits = shown.shape().dim(2) == task.view().height();
    List<BranchShare> shares = fits ? scoring.shares(shown) : List.of();
    OptionalDouble probability =
        subject.score().isPresent() && fits
            ? OptionalDouble.of(probability(subject.score().get(), task.network(), shown, kernels))
            : OptionalDouble.empty();
    OptionalDouble high = highFrequencies(shown);
    return new Portrait(subject, start, cut, snapshots, frames, probability, high, shares);
  }

  private static OptionalDouble highFrequencies(Tensor shown) {
    int height = shown.shape().dim(2);
    int width = shown.shape().dim(3);
    return Math.min(height, width) < Spectrum.LEAST_SIDE
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Spectrum.of(shown.cast(DType.FLOAT).floats(), height, width).highFrequencyShare());
  }

  private static double probability(
      ClassScore score, Network network, Tensor shown, Kernels kernels) {
    ClassScore p = new ClassScore(score.value(), score.index(), ClassScore.Kind.PROBABILITY);
    Request request = Request.taps(score.value());
    Map<String, Tensor> input = Map.of(network.input().name(), shown);
    return p.of(network.run(kernels, input, request).value(score.value()).cast(DType.FLOAT))[0];
  }

  /** A unit's field is painted with as much around it as the views can look beyond it. */
  private AscentTask task(Subject subject) {
    int batch =
        plan.from().map(f -> Math.max(f.shape().dim(0), subject.batch())).orElse(subject.batch());
    Shape canvas = image.with(0, batch);
    boolean declared = image.equals(declared());
    Network taking = declared && plan.octaves().count() == 1 ? network : Field.anySize(network);
    AscentTask.View whole = new AscentTask.View(image.dim(2), image.dim(3));
    Optional<Field> field = plan.from().isPresent() ? Optional.empty() : subject.field();
    if (field.isEmpty()) {
      return new AscentTask(taking, preprocessing, subject.objective(), canvas, whole);
    }
    int h = field.get().height();
    int w = field.get().width();
    int around = plan.options().views().reach(Math.max(h, w));
    return new AscentTask(
        Field.anySize(network),
        preprocessing,
        subject.objective(),
        canvas.with(2, h + 2 * around).with(3, w + 2 * around),
        new AscentTask.View(h, w));
  }

  private Shape declared() {
    List<Integer> dims = network.input().dims();
    return dims.size() == 4 && dims.get(2) > 0 && dims.get(3) > 0
        ? Shape.of(1, image.dim(1), dims.get(2), dims.get(3))
        : image;
  }

  /** The middle of the canvas, as large as the view. */
  private static Tensor cut(Tensor image, AscentTask task) {
    Shape from = image.shape();
    int h = Math.min(from.dim(2), task.view().height());
    int w = Math.min(from.dim(3), task.view().width());
    if (h == from.dim(2) && w == from.dim(3)) {
      return image;
    }
    int top = (from.dim(2) - h) / 2;
    int left = (from.dim(3) - w) / 2;
    Shape to = from.with(2, h).with(3, w);
    float[] out = new float[to.size()];
    for (int row = 0; row < to.size() / w; row++) {
      int plane = row / h;
      int source = (plane * from.dim(2) + top + row % h) * from.dim(3) + left;
      System.arraycopy(image.floats(), source, out, row * w, w);
    }
    return Tensor.of(to, out);
  }
}
