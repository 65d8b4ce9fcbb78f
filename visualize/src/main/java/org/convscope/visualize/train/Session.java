package org.convscope.visualize.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.models.train.Batches;
import org.convscope.models.train.Evaluation;
import org.convscope.models.train.Trainer;

/**
 * Epochs of training with a checkpoint after each. A session that finds checkpoints in its folder
 * goes on from the newest and ends with the same weights, bit for bit, as one that was never
 * interrupted.
 */
public final class Session {
  /** Somebody who watches. Called from the training thread. */
  public interface Watcher {
    /** After each step: epochs and steps from 1, the epoch's running means. */
    void step(int epoch, int step, double loss, double accuracy);

    /** After each epoch. */
    void epoch(EpochRecord record);
  }

  private final Kernels kernels;
  private final Trainer trainer;
  private final Batches training;
  private final Batches validation;
  private final SessionOptions options;

  public Session(
      Kernels kernels,
      Trainer trainer,
      Batches training,
      Batches validation,
      SessionOptions options) {
    this.kernels = kernels;
    this.trainer = trainer;
    this.training = training;
    this.validation = validation;
    this.options = options;
  }

  /**
   * Runs the epochs that are not done yet.
   *
   * @param folder for the checkpoints
   * @return one record per epoch, of the earlier ones too
   */
  public List<EpochRecord> run(Path folder, Watcher watcher) throws IOException {
    List<EpochRecord> curve = new ArrayList<>();
    Optional<Checkpoint> before = Checkpoint.newest(folder);
    if (before.isPresent()) {
      Checkpoint c = before.get();
      trainer.resume(c.network(), c.optimizer(), (long) c.epoch() * training.perEpoch());
      curve.addAll(c.curve());
    }
    while (curve.size() < options.epochs() && !isStuck(curve)) {
      int epoch = curve.size() + 1;
      curve.add(epoch(epoch, watcher));
      new Checkpoint(trainer.network(), trainer.optimizerState(), curve).write(folder);
      if (epoch > 1 && !options.keep().contains(epoch - 1)) {
        Checkpoint.remove(folder, epoch - 1);
      }
      watcher.epoch(curve.get(epoch - 1));
    }
    return curve;
  }

  private EpochRecord epoch(int epoch, Watcher watcher) {
    long start = System.nanoTime();
    double loss = 0;
    int correct = 0;
    int images = 0;
    double rate = 0;
    for (int i = 0; i < training.perEpoch(); i++) {
      var batch = training.training(options.seed(), epoch, i, options.augmentation());
      rate = trainer.rate();
      Trainer.Report report = trainer.step(batch);
      images += batch.size();
      loss += report.loss() * batch.size();
      correct += report.correct();
      if (!Double.isFinite(report.loss())) {
        throw new IllegalArgumentException(
            "training: the loss is %s in epoch %d; a lower --rate or --clip-norm helps"
                .formatted(report.loss(), epoch));
      }
      watcher.step(epoch, i + 1, loss / images, (double) correct / images);
    }
    double accuracy = Evaluation.of(kernels, trainer.network(), validation).accuracy();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new EpochRecord(
        epoch, loss / images, (double) correct / images, accuracy, rate, seconds);
  }

  private boolean isStuck(List<EpochRecord> curve) {
    int best = 0;
    for (int i = 0; i < curve.size(); i++) {
      if (curve.get(i).validationAccuracy() > curve.get(best).validationAccuracy()) {
        best = i;
      }
    }
    return options.patience() > 0 && curve.size() - 1 - best >= options.patience();
  }
}
