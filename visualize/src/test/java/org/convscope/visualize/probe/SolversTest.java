package org.convscope.visualize.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Workers;
import org.junit.jupiter.api.Test;

class SolversTest {
  private static final int IMAGES = 23;
  private static final int FEATURES = 7;
  private static final int CLASSES = 3;

  private final Matrix x = random(1, IMAGES, FEATURES);
  private final int[] labels = IntStream.range(0, IMAGES).map(i -> i * i % CLASSES).toArray();

  private static Matrix random(long seed, int rows, int columns) {
    CounterRandom r = CounterRandom.of(seed);
    Matrix m = Matrix.zeros(rows, columns);
    for (int i = 0; i < m.values().length; i++) {
      m.values()[i] = r.gaussian(i);
    }
    return m;
  }

  private SoftmaxRegression softmax(double lambda, Workers workers) {
    return new SoftmaxRegression(x, labels, CLASSES, lambda, workers);
  }

  @Test
  void lbfgsFindsTheMinimumOfRosenbrocksValley() {
    Lbfgs.Minimum m =
        Lbfgs.minimise(
            (at, g) -> {
              double a = 1 - at[0];
              double b = at[1] - at[0] * at[0];
              g[0] = -2 * a - 400 * at[0] * b;
              g[1] = 200 * b;
              return a * a + 100 * b * b;
            },
            new double[] {-1.2, 1},
            1e-9,
            200);
    assertThat(m.converged()).isTrue();
    assertThat(m.at()).containsExactly(new double[] {1, 1}, within(1e-8));
  }

  @Test
  void softmaxGradientMatchesCentralDifferences() {
    SoftmaxRegression s = softmax(0.3, Workers.of(1));
    double[] at = random(2, 1, s.size()).values();
    double[] g = new double[s.size()];
    double[] ignored = new double[s.size()];
    s.value(at, g);
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double slope = (s.value(up, ignored) - s.value(down, ignored)) / 2e-5;
      assertThat(g[i]).as("unknown %d", i).isCloseTo(slope, within(1e-8));
    }
  }

  @Test
  void softmaxEndsWhereItsGradientVanishesFromAnyStart() {
    SoftmaxRegression s = softmax(0.05, Workers.of(1));
    Lbfgs.Minimum zero = s.solve(new double[s.size()], 1e-8);
    Lbfgs.Minimum other = s.solve(random(3, 1, s.size()).values(), 1e-8);
    assertThat(zero.converged() && other.converged()).isTrue();
    assertThat(other.value()).isCloseTo(zero.value(), within(1e-10));
    assertThat(s.classifier(other.at()).weights().values())
        .containsExactly(s.classifier(zero.at()).weights().values(), within(1e-5));
  }

  @Test
  void threadsDoNotChangeABit() {
    double[] zero = new double[softmax(0.1, Workers.of(1)).size()];
    assertThat(softmax(0.1, Workers.of(2)).solve(zero, 1e-5).at())
        .isEqualTo(softmax(0.1, Workers.of(1)).solve(zero, 1e-5).at());
    assertThat(new LinearSvm(x, labels, CLASSES, Workers.of(2)).solve(0.7).weights().values())
        .isEqualTo(new LinearSvm(x, labels, CLASSES, Workers.of(1)).solve(0.7).weights().values());
  }

  /** Strong duality: at the solution ½‖w‖² + C·Σ hinge² equals the dual's value. */
  @Test
  void svmClosesTheDualityGap() {
    double c = 0.7;
    LinearSvm svm = new LinearSvm(x, labels, CLASSES, Workers.of(1));
    LinearClassifier solved = svm.solve(c);
    Matrix scores = solved.scores(x, Workers.of(1));
    for (int k = 0; k < CLASSES; k++) {
      double square = solved.bias()[k] * solved.bias()[k];
      for (int f = 0; f < FEATURES; f++) {
        square += Math.pow(solved.weights().at(f, k), 2);
      }
      double primal = square / 2;
      double dual = -square / 2;
      double[] signed = svm.dual(k, c);
      for (int i = 0; i < IMAGES; i++) {
        double y = labels[i] == k ? 1 : -1;
        primal += c * Math.pow(Math.max(0, 1 - y * scores.at(i, k)), 2);
        dual += y * signed[i] - signed[i] * signed[i] / (4 * c);
        assertThat(y * signed[i] >= 0).isTrue();
      }
      assertThat(primal).as("class %d", k).isCloseTo(dual, within(1e-3 * primal));
    }
  }

  /** One image per side at ±1: by symmetry without bias, C = ½. */
  @Test
  void svmOfTwoImagesIsTheOneSolvedByHand() {
    Matrix two = new Matrix(2, 1, new double[] {1, -1});
    LinearClassifier c = new LinearSvm(two, new int[] {0, 1}, 2, Workers.of(1)).solve(0.5);
    // Minimise ½w² + ½·2·(1 − w)²: w = 2/3.
    assertThat(c.weights().at(0, 0)).isCloseTo(2 / 3.0, within(1e-3));
    assertThat(c.weights().at(0, 1)).isCloseTo(-2 / 3.0, within(1e-3));
    assertThat(c.bias()).containsExactly(new double[] {0, 0}, within(1e-3));
  }

  @Test
  void rowsTimesAMatrixAreAsWrittenOut() {
    Matrix right = random(4, FEATURES, 5);
    double[] sum = new double[6];
    sum[1] = 2;
    x.addRowTimes(3, right, sum, 1);
    for (int c = 0; c < 5; c++) {
      double want = c == 0 ? 2 : 0;
      for (int f = 0; f < FEATURES; f++) {
        want += x.at(3, f) * right.at(f, c);
      }
      assertThat(sum[1 + c]).isCloseTo(want, within(1e-12));
    }
    assertThat(sum[0]).isZero();
  }

  @Test
  void constantFeaturesBecomeZeroAndOthersStandard() {
    List<float[]> rows = List.of(new float[] {1, 3}, new float[] {1, 7}, new float[] {9, 9});
    Matrix s = Standardisation.of(rows, new int[] {0, 1}).apply(rows, new int[] {0, 1, 2});
    assertThat(s.values()).containsExactly(new double[] {0, -1, 0, 1, 0, 2}, within(1e-12));
  }

  @Test
  void accuracyWeighsClassesAndNotImages() {
    int[] truth = {0, 0, 0, 0, 2};
    int[] guessed = {0, 0, 0, 1, 1};
    assertThat(ProbeResult.perClassAccuracy(guessed, truth, 3)).isEqualTo(0.375);
  }

  @Test
  void foldsDifferButHaveTheirSizes() {
    int[] pool = IntStream.range(0, 40).map(i -> i % 2).toArray();
    List<String> names = List.of("a", "b");
    Fold one = Fold.draw(pool, null, names, 5, 7, CounterRandom.of(1));
    Fold two = Fold.draw(pool, null, names, 5, 7, CounterRandom.of(2));
    assertThat(one.training()).hasSize(10).doesNotHaveDuplicates();
    assertThat(one.test()).hasSize(14).doesNotContain(one.training());
    assertThat(two.training()).isNotEqualTo(one.training());
  }
}
