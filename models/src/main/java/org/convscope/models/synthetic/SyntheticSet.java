package org.convscope.models.synthetic;

import java.util.List;
import org.convscope.engine.CounterRandom;
import org.convscope.models.train.ImageSource;

/**
 * The endless set of drawn images. {@link #sample} is a pure function of the index: any thread may
 * ask for any image in any order.
 *
 * <p>Classes are balanced exactly: each run of as many consecutive indices as there are classes,
 * starting at a multiple of that number, holds each class once, in a random order.
 */
public final class SyntheticSet {
  /** Smallest edge at which the finest details are still drawn. */
  private static final int SMALLEST = 32;

  private final int edge;
  private final long seed;
  private final Split split;
  private final List<SyntheticClass> classes;
  private final CounterRandom orders;
  private final CounterRandom images;

  /**
   * A set of chosen classes.
   *
   * @param edge height and width of the images, at least 32; the same index shows the same scene at
   *     every size
   * @param seed any number; different seeds give different images
   * @param split streams that share no image
   * @param classes the classes; a label is an index into this list
   */
  public SyntheticSet(int edge, long seed, Split split, List<SyntheticClass> classes) {
    if (edge < SMALLEST) {
      throw new IllegalArgumentException(
          "synthetic set: images need a height and width of at least %d, got %d"
              .formatted(SMALLEST, edge));
    }
    if (classes.isEmpty() || classes.stream().distinct().count() != classes.size()) {
      throw new IllegalArgumentException(
          "synthetic set: at least one class is needed and none twice, got " + classes);
    }
    this.edge = edge;
    this.seed = seed;
    this.split = split;
    this.classes = List.copyOf(classes);
    CounterRandom random = CounterRandom.of(seed).stream(split.name());
    this.orders = random.stream("order of classes");
    this.images = random.stream("images");
  }

  /** A set of all classes. */
  public SyntheticSet(int edge, long seed, Split split) {
    this(edge, seed, split, List.of(SyntheticClass.values()));
  }

  /** Height and width of the images. */
  public int edge() {
    return edge;
  }

  /** The seed of its random numbers. */
  public long seed() {
    return seed;
  }

  /** Which of the disjoint streams it is. */
  public Split split() {
    return split;
  }

  /** The classes; a label is an index into this list. */
  public List<SyntheticClass> classes() {
    return classes;
  }

  /** The label of an image, without drawing it. */
  public int label(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("synthetic set: an index is 0 or more, got " + index);
    }
    int count = classes.size();
    return orders.stream(index / count).permutation(count)[(int) (index % count)];
  }

  /** Draws an image. */
  public Sample sample(long index) {
    int label = label(index);
    return Scene.draw(edge, classes.get(label), label, draws(index));
  }

  /** The scene of an image without its object, for checking masks. */
  Pixels background(long index) {
    return Scene.background(edge, draws(index));
  }

  /** Images 0 … count−1 as training reads them. */
  public ImageSource images(int count) {
    return new DrawnImages(this, count);
  }

  private Draws draws(long index) {
    return new Draws(images.stream(index));
  }
}
