package org.convscope.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether the classes could be told apart without looking at shapes and textures. */
class ColourStatisticsTest {
  private static final int CLASSES = SyntheticClass.values().length;

  @Test
  void meanAndSpreadOfColourDoNotGiveTheClassAway() {
    SyntheticSet train = new SyntheticSet(48, 21, Split.TRAIN);
    double[][] centres = new double[CLASSES][6];
    int perClass = 60;
    for (int i = 0; i < perClass * CLASSES; i++) {
      Sample sample = train.sample(i);
      double[] features = statistics(sample.pixels());
      for (int k = 0; k < 6; k++) {
        centres[sample.label()][k] += features[k] / perClass;
      }
    }
    SyntheticSet test = new SyntheticSet(48, 21, Split.TEST);
    int right = 0;
    int images = 20 * CLASSES;
    for (int i = 0; i < images; i++) {
      Sample sample = test.sample(i);
      right += nearest(centres, statistics(sample.pixels())) == sample.label() ? 1 : 0;
    }
    assertThat(right / (double) images).isBetween(0.0, 4.0 / CLASSES);
  }

  private static double[] statistics(Pixels pixels) {
    double[] features = new double[6];
    int n = pixels.size() * pixels.size();
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double value = pixels.at(c, i / pixels.size(), i % pixels.size()) / 255.0;
        sum += value;
        squares += value * value;
      }
      features[c] = sum / n;
      features[3 + c] = Math.sqrt(squares / n - features[c] * features[c]);
    }
    return features;
  }

  private static int nearest(double[][] centres, double[] features) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int label = 0; label < centres.length; label++) {
      double distance = 0;
      for (int k = 0; k < features.length; k++) {
        double gap = centres[label][k] - features[k];
        distance += gap * gap;
      }
      if (distance < least) {
        least = distance;
        best = label;
      }
    }
    return best;
  }
}
