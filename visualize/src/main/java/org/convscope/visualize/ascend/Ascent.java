package org.convscope.visualize.ascend;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.autograd.Gradients;
import org.convscope.autograd.Rules;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.VisualisationRules;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.ascend.image.Colour;
import org.convscope.visualize.ascend.image.Parametrisation;
import org.convscope.visualize.ascend.regularise.Blur;
import org.convscope.visualize.ascend.regularise.Correction;
import org.convscope.visualize.ascend.regularise.Penalty;
import org.convscope.visualize.ascend.step.Climber;
import org.convscope.visualize.ascend.view.Affine;
import org.convscope.visualize.ascend.view.Views;

/**
 * The method: parameters → image → input → view → network → score, and back again, step by step.
 *
 * <p>A unit behind a ReLU can have zero gradient everywhere. Such steps go back by {@link
 * VisualisationRules#REDIRECT}, up to {@value #WAKING} of them; if the gradient has been zero all
 * that time, the ascent begins again from stronger noise, and ends after {@value #STARTS} starts.
 */
public final class Ascent {
  /** Redirected steps from one start. */
  static final int WAKING = 128;

  /** Starts from noise. */
  static final int STARTS = 2;

  private final AscentTask task;
  private final AscentOptions options;
  private final Kernels kernels;
  private final CounterRandom random;
  private final Scoring scoring;

  /**
   * @param random this image's random numbers
   */
  public Ascent(AscentTask task, AscentOptions options, Kernels kernels, CounterRandom random) {
    this.task = task;
    this.options = options;
    this.kernels = kernels;
    this.random = random;
    this.scoring = new Scoring(task, options.skip(), kernels);
  }

  /**
   * Climbs.
   *
   * @param from the image to start from, in the network's input space; noise if absent
   */
  public AscentResult run(Optional<Tensor> from, Watch watch) {
    Map<String, Tensor> parameters = from.map(this::encoded).orElseGet(() -> noise(0));
    Climber climber = climber();
    Sleep sleep = new Sleep(WAKING, from.isPresent() ? 1 : STARTS);
    List<Double> curve = new ArrayList<>();
    Map<String, Tensor> best = parameters;
    double most = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < options.climb().steps(); step++) {
      Step taken = step(parameters, step, sleep);
      best = taken.score() > most ? parameters : best;
      most = Math.max(most, taken.score());
      curve.add(taken.score());
      Map<String, Tensor> seen = parameters;
      if (sleep.isFinal()) {
        return result(parameters, curve, true, sleep);
      }
      if (!watch.goOn(step, taken.score(), () -> image(seen))) {
        return result(best, curve, true, sleep);
      }
      if (sleep.needsAnotherStart()) {
        parameters = noise(sleep.nextStart());
        climber = climber();
      } else {
        Map<String, Tensor> next = climber.step(parameters, taken.gradients());
        kernels.buffers().recycle(taken.gradients().values(), next.values());
        parameters = corrected(next, step + 1);
      }
    }
    return result(parameters, curve, false, sleep);
  }

  private Climber climber() {
    return options.climb().rule().climber(options.climb().rate(), kernels);
  }

  private AscentResult result(
      Map<String, Tensor> parameters, List<Double> curve, boolean stopped, Sleep sleep) {
    Tensor image = image(parameters);
    double score = scoring.score(shown(image));
    return new AscentResult(image, score, curve, stopped, sleep.start());
  }

  /** What the network sees of an image without any transform. */
  private Tensor shown(Tensor image) {
    Tape tape = new Tape(kernels);
    return seen(tape, tape.constant(image), List.of(Affine.IDENTITY)).value();
  }

  /**
   * One look at the image.
   *
   * @param gradients of the score less penalties, by parameter
   */
  private record Step(double score, Map<String, Tensor> gradients) {}

  private Step step(Map<String, Tensor> parameters, int step, Sleep sleep) {
    double progress = (double) step / Math.max(1, options.climb().steps() - 1);
    Tape tape = new Tape(kernels);
    Map<String, Variable> variables = new LinkedHashMap<>();
    parameters.forEach((name, p) -> variables.put(name, tape.variable(p)));
    Variable input = input(tape, variables);
    Shape size = task.canvas();
    CounterRandom views = random.stream("views").stream(step);
    Variable view =
        seen(tape, input, options.views().at(views, progress, size.dim(2), size.dim(3)));
    Scoring.Scored scored = scoring.of(view.value(), Rules.GRADIENT, progress);
    if (sleep.redirects(isZero(scored.gradient()))) {
      scored = scoring.of(view.value(), VisualisationRules.REDIRECT, progress);
    }
    Map<Variable, Tensor> seeds = new IdentityHashMap<>();
    seeds.put(view, scored.gradient());
    penalise(tape, input, seeds);
    Gradients found = tape.backward(seeds, variables.values(), Rules.GRADIENT);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    Blur blur = new Blur(options.climb().gradientBlur());
    variables.forEach(
        (name, v) -> {
          Tensor g = found.of(v);
          gradients.put(name, g.shape().rank() == 4 ? blur.of(g, kernels.buffers()) : g);
        });
    tape.release(gradients.values());
    kernels.buffers().recycle(List.of(scored.gradient()), gradients.values());
    return new Step(scored.score(), gradients);
  }

  private void penalise(Tape tape, Variable input, Map<Variable, Tensor> seeds) {
    for (Penalty.Weighted p : options.penalties()) {
      Variable penalty = p.penalty().of(tape, input);
      Tensor weight = Tensor.full(penalty.value().type(), penalty.value().shape(), -p.weight());
      seeds.put(penalty, weight);
    }
  }

  private static boolean isZero(Tensor t) {
    for (int i = 0; i < t.size(); i++) {
      if (t.at(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private Shape planes() {
    Colour colour = options.image().colour();
    return task.canvas().with(1, colour.planes(task.preprocessing()));
  }

  private Variable input(Tape tape, Map<String, Variable> parameters) {
    Variable image = options.image().parametrisation().image(tape, parameters, planes());
    return options.image().colour().input(tape, image, task.preprocessing());
  }

  private Variable seen(Tape tape, Variable input, List<Affine> views) {
    AscentTask.View view = task.view();
    Shape canvas = task.canvas();
    boolean whole = canvas.dim(2) == view.height() && canvas.dim(3) == view.width();
    if (whole && views.equals(List.of(Affine.IDENTITY))) {
      return input;
    }
    Preprocessing p = task.preprocessing();
    List<Double> grey = new ArrayList<>();
    for (int c = 0; c < p.mean().size(); c++) {
      grey.add((127.5 * p.scale() - p.mean().get(c)) / p.std().get(c));
    }
    Views op = new Views(views, view.height(), view.width(), options.views().beyond(), grey);
    return tape.apply(op, input);
  }

  private Tensor image(Map<String, Tensor> parameters) {
    Tape tape = new Tape(kernels);
    Map<String, Variable> constants = new LinkedHashMap<>();
    parameters.forEach((name, p) -> constants.put(name, tape.constant(p)));
    return input(tape, constants).value();
  }

  private Map<String, Tensor> encoded(Tensor image) {
    Tensor planes = options.image().colour().encode(image, task.preprocessing());
    return options.image().parametrisation().encode(kernels, planes);
  }

  /** The noise of a start; the later, the stronger. */
  private Map<String, Tensor> noise(int start) {
    Parametrisation parametrisation = options.image().parametrisation();
    double deviation = Math.max(options.image().deviation(), start / (STARTS - 1.0));
    CounterRandom own = start == 0 ? random.stream("start") : random.stream("start").stream(start);
    Map<String, Tensor> drawn = parametrisation.random(planes(), deviation, own);
    double[][] mix = options.image().colour().startingMix(options.image().naturalStart());
    Map<String, Tensor> mixed = new LinkedHashMap<>();
    drawn.forEach((name, t) -> mixed.put(name, StartColour.mixed(t, mix)));
    return mixed;
  }

  private Map<String, Tensor> corrected(Map<String, Tensor> parameters, int step) {
    if (options.corrections().isEmpty()) {
      return parameters;
    }
    Map<String, Tensor> corrected = new LinkedHashMap<>();
    parameters.forEach(
        (name, t) ->
            corrected.put(
                name,
                Correction.all(
                    options.corrections(), t, step, task.preprocessing(), kernels.buffers())));
    return corrected;
  }
}
