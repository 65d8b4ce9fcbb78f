package org.convscope.visualize.train;

/**
 * One row of a training curve.
 *
 * @param epoch from 1
 * @param loss mean training loss
 * @param trainAccuracy share of augmented training images classified right, before each step
 * @param validationAccuracy share of validation images classified right after the epoch
 * @param rate learning rate of the epoch's last step
 * @param seconds time the epoch took
 */
public record EpochRecord(
    int epoch,
    double loss,
    double trainAccuracy,
    double validationAccuracy,
    double rate,
    double seconds) {
  /** Names of the columns of {@link #csv}. */
  static final String HEADER = "epoch,loss,train_accuracy,validation_accuracy,rate,seconds";

  String csv() {
    return "%d,%s,%s,%s,%s,%s"
        .formatted(epoch, loss, trainAccuracy, validationAccuracy, rate, seconds);
  }

  static EpochRecord parse(String line) {
    String[] f = line.split(",", -1);
    return new EpochRecord(
        Integer.parseInt(f[0]),
        Double.parseDouble(f[1]),
        Double.parseDouble(f[2]),
        Double.parseDouble(f[3]),
        Double.parseDouble(f[4]),
        Double.parseDouble(f[5]));
  }
}
