package org.convscope.visualize.attribute;

import java.util.List;
import java.util.Map;
import org.convscope.autograd.Rules;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.visualize.classes.ClassScore;

/**
 * What an attribution explains: one class score of one image.
 *
 * @param network a classifier of one input
 * @param kernels to compute on
 * @param image the network's input, [1×C×H×W]
 * @param score the class and whether its logit or its probability
 */
public record Subject(Network network, Kernels kernels, Tensor image, ClassScore score) {
  /** Images that go through the network together where a method needs many. */
  private static final int BATCH = 8;

  /** Writes one variant of the image, [C×H×W]. Called from several threads. */
  @FunctionalInterface
  public interface Variants {
    /** Writes variant {@code item} to {@code into} from {@code at} on. */
    void write(int item, float[] into, int at);
  }

  /** Takes the score of one variant; called in their order. */
  @FunctionalInterface
  public interface ScoreReader {
    void read(int item, double score);
  }

  /** Takes the gradient of one variant; called in their order. */
  @FunctionalInterface
  public interface GradientReader {
    /** The gradient [C×H×W] of variant {@code item} is in {@code gradients} from {@code at} on. */
    void read(int item, float[] gradients, int at);
  }

  public Subject {
    Shape shape = image.shape();
    if (shape.rank() != 4 || shape.dim(0) != 1) {
      throw new IllegalArgumentException(
          "attribution: one image [1×C×H×W] is needed, got " + shape);
    }
  }

  public int channels() {
    return image.shape().dim(1);
  }

  public int height() {
    return image.shape().dim(2);
  }

  public int width() {
    return image.shape().dim(3);
  }

  /** The same of another image. */
  public Subject with(Tensor other) {
    return new Subject(network, kernels, other, score);
  }

  /** The same of another network. */
  public Subject with(Network other) {
    return new Subject(other, kernels, image, score);
  }

  /** The score of the image. */
  public double value() {
    return scores(image)[0];
  }

  /** The scores of some images, [N×C×H×W]. */
  public double[] scores(Tensor images) {
    Subject one = scoreOnly();
    double[] scores = one.score.of(one.logits(images));
    if (scores.length != images.shape().dim(0)) {
      throw new IllegalArgumentException(
          "attribution: the network must give one row of scores per image, got %d for %d"
              .formatted(scores.length, images.shape().dim(0)));
    }
    return scores;
  }

  private Tensor logits(Tensor images) {
    Map<String, Tensor> given = Map.of(network.input().name(), images);
    return network.run(kernels, given, Request.taps(score.value())).value(score.value());
  }

  /** The same for who looks at nothing but the score: a logit needs none of the other classes. */
  Subject scoreOnly() {
    if (score.kind() == ClassScore.Kind.PROBABILITY) {
      return this;
    }
    Network one = network.only(score.value(), score.index());
    return new Subject(
        one, kernels, image, new ClassScore(one.outputs().get(0), 0, ClassScore.Kind.LOGIT));
  }

  /** What goes back from the score of each image to the images, [N×C×H×W]. */
  public Tensor gradient(Tensor images, Rules rules) {
    Subject alone = scoreOnly();
    Request request = alone.request();
    return alone.gradient(images, rules, rules.equals(Rules.GRADIENT) ? request.exact() : request);
  }

  /**
   * As {@link #gradient}, without fusion and with all classes, for rules that look at what nodes
   * recorded.
   */
  Tensor unfusedGradient(Tensor images, Rules rules) {
    return gradient(images, rules, request().unfused());
  }

  private Request request() {
    return Request.taps(score.value()).tracking(network.input().name());
  }

  private Tensor gradient(Tensor images, Rules rules, Request request) {
    String leaf = network.input().name();
    try (Run run = network.run(kernels, Map.of(leaf, images), request)) {
      Tensor seed = score.gradient(run.value(score.value()));
      return run.backward(Map.of(score.value(), seed), List.of(leaf), rules).get(leaf);
    }
  }

  /**
   * The value of a layer and the gradient of the score by it, for the image.
   *
   * @param value name of a value [1×C×h×w]
   */
  LayerGradient at(String value) {
    String leaf = network.input().name();
    Request request = Request.taps(value, score.value()).tracking(leaf);
    try (Run run = network.run(kernels, Map.of(leaf, image), request)) {
      Tensor seed = score.gradient(run.value(score.value()));
      Tensor gradient =
          run.backward(Map.of(score.value(), seed), List.of(value), Rules.GRADIENT).get(value);
      return new LayerGradient(run.value(value), gradient);
    }
  }

  /** The scores of many variants, a few at a time. */
  public void forScores(int count, Variants variants, ScoreReader reader) {
    for (int first = 0; first < count; first += batch()) {
      int n = Math.min(batch(), count - first);
      double[] scores = scores(images(first, n, variants));
      for (int i = 0; i < n; i++) {
        reader.read(first + i, scores[i]);
      }
    }
  }

  /** The gradients of many variants, a few at a time. */
  public void forGradients(int count, Variants variants, GradientReader reader) {
    int size = image.size();
    for (int first = 0; first < count; first += batch()) {
      int n = Math.min(batch(), count - first);
      float[] gradients = gradient(images(first, n, variants), Rules.GRADIENT).floats();
      for (int i = 0; i < n; i++) {
        reader.read(first + i, gradients, i * size);
      }
    }
  }

  private Tensor images(int first, int count, Variants variants) {
    float[] values = new float[count * image.size()];
    kernels.workers().forEach(count, i -> variants.write(first + i, values, i * image.size()));
    return Tensor.of(image.shape().with(0, count), values);
  }

  /** One at a time for a network that takes a single image only. */
  private int batch() {
    Input input = network.input();
    return input.ranked() && input.dims().get(0) == 1 ? 1 : BATCH;
  }
}
