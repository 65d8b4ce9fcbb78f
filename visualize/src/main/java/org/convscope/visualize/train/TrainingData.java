package org.convscope.visualize.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Workers;
import org.convscope.models.Preprocessing;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.models.train.Batches;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Labelled;

/**
 * The three disjoint sets of a session.
 *
 * @param training what is learned from
 * @param validation what is looked at after each epoch
 * @param test what the final accuracy is measured on
 * @param description what the images are, for the record
 */
public record TrainingData(Batches training, Batches validation, Batches test, String description) {
  private static final int DRAWN_VALIDATION = 960;
  private static final int DRAWN_TEST = 3200;

  /**
   * Drawn images.
   *
   * @param images how many for training; validation and test have 960 and 3200
   */
  public static TrainingData drawn(int size, int images, int batch, long seed, Workers workers) {
    Preprocessing p = Preprocessing.imageNet(size, size);
    ImageSource train = new SyntheticSet(size, seed, Split.TRAIN).images(images);
    ImageSource check = new SyntheticSet(size, seed, Split.VALIDATION).images(DRAWN_VALIDATION);
    ImageSource test = new SyntheticSet(size, seed, Split.TEST).images(DRAWN_TEST);
    return new TrainingData(
        new Batches(new KeptImages(train), p, batch, workers),
        new Batches(new KeptImages(check), p, batch, workers),
        new Batches(test, p, batch, workers),
        images + " synthetic images, seed " + seed);
  }

  /** A data folder: a tenth of its images, drawn by lot, for validation and a tenth for test. */
  public static TrainingData folder(Path root, int size, int batch, long seed, Workers workers)
      throws IOException {
    Preprocessing p = Preprocessing.imageNet(size, size);
    ImageSource all = ClassFolders.of(root, p);
    int[] order = CounterRandom.of(seed).stream("split").permutation(all.size());
    int tenth = Math.max(1, all.size() / 10);
    return new TrainingData(
        new Batches(new KeptImages(part(all, order, 2 * tenth, all.size())), p, batch, workers),
        new Batches(new KeptImages(part(all, order, 0, tenth)), p, batch, workers),
        new Batches(part(all, order, tenth, 2 * tenth), p, batch, workers),
        all.size() + " images of " + root.getFileName());
  }

  public List<String> classes() {
    return training.source().classes();
  }

  private static ImageSource part(ImageSource all, int[] order, int from, int to) {
    return new ImageSource() {
      @Override
      public List<String> classes() {
        return all.classes();
      }

      @Override
      public int size() {
        return to - from;
      }

      @Override
      public int height() {
        return all.height();
      }

      @Override
      public int width() {
        return all.width();
      }

      @Override
      public Labelled read(int index) {
        return all.read(order[from + index]);
      }
    };
  }
}
