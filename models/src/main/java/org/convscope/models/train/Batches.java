package org.convscope.models.train;

import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.models.Preprocessing;

/**
 * An image source as network inputs, batch by batch: shuffled and augmented for training, in order
 * and unchanged for evaluation. Every batch is a pure function of its epoch and number.
 */
public final class Batches {
  private final ImageSource source;
  private final Preprocessing preprocessing;
  private final int size;
  private final Workers workers;

  /**
   * @param size images per batch
   * @param workers threads that read and prepare images
   * @throws IllegalArgumentException if the source's images do not have the network's input size
   */
  public Batches(ImageSource source, Preprocessing preprocessing, int size, Workers workers) {
    if (source.height() != preprocessing.height() || source.width() != preprocessing.width()) {
      throw new IllegalArgumentException(
          "batches: images must have the network's input size %d×%d, got %d×%d"
              .formatted(
                  preprocessing.height(), preprocessing.width(), source.height(), source.width()));
    }
    if (size < 1) {
      throw new IllegalArgumentException("batches: at least 1 image is needed, got " + size);
    }
    this.source = source;
    this.preprocessing = preprocessing;
    this.size = Math.min(size, Math.max(1, source.size()));
    this.workers = workers;
  }

  public ImageSource source() {
    return source;
  }

  /** Training batches per epoch; the images of an incomplete last one wait for the next epoch. */
  public int perEpoch() {
    return source.size() / size;
  }

  /** Batch {@code number} of an epoch: shuffled and augmented by the seed. */
  public Batch training(long seed, long epoch, int number, Augmentation augmentation) {
    CounterRandom random = CounterRandom.of(seed).stream("epoch").stream(epoch);
    int[] order = random.stream("order").permutation(source.size());
    int[] indices = new int[size];
    System.arraycopy(order, number * size, indices, 0, size);
    CounterRandom changes = random.stream("augmentation");
    return read(
        indices,
        (image, i) ->
            augmentation.apply(image.pixels(), source.height(), source.width(), changes.stream(i)));
  }

  /** How many {@link #evaluation} batches cover the source. */
  public int evaluations() {
    return (source.size() + size - 1) / size;
  }

  /** Batch {@code number} in the source's order, unchanged; the last one may be smaller. */
  public Batch evaluation(int number) {
    return evaluation(number, View.CENTRE);
  }

  /** Batch {@code number} in the source's order, each image looked at in one way. */
  public Batch evaluation(int number, View view) {
    int from = number * size;
    int[] indices = new int[Math.min(size, source.size() - from)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = from + i;
    }
    return read(indices, (image, i) -> view.of(image.pixels(), source.height(), source.width()));
  }

  /** Makes R, G and B planes 0…255 of the source's image {@code index}. */
  private interface Look {
    float[] at(Labelled image, int index);
  }

  private Batch read(int[] indices, Look look) {
    int channels = preprocessing.mean().size();
    int plane = source.height() * source.width();
    float[] images = new float[indices.length * channels * plane];
    long[] labels = new long[indices.length];
    workers.forEach(
        indices.length,
        i -> {
          Labelled image = source.read(indices[i]);
          labels[i] = image.label();
          preprocessing.normalise(look.at(image, indices[i]), plane, images, i * channels * plane);
        });
    Shape shape = Shape.of(indices.length, channels, source.height(), source.width());
    return new Batch(
        Tensor.of(shape, images), Tensor.of(DType.INT64, Shape.of(indices.length), labels));
  }
}
