package org.convscope.importer.cases;

import java.util.Optional;
import org.convscope.engine.Tensor;

/**
 * When two tensors count as equal: same type, same shape and elementwise {@code |a − b| ≤ absolute
 * + relative·|b|}; NaN equals NaN, an infinity only itself.
 *
 * @param relative share of the expected number
 * @param absolute in the numbers' own unit
 */
public record Closeness(double relative, double absolute) {
  /** What ONNX's own runner allows. */
  public static final Closeness ONNX = new Closeness(1e-3, 1e-7);

  /** In one line how {@code got} differs from {@code expected}; empty if it is close enough. */
  public Optional<String> difference(Tensor got, Tensor expected) {
    if (got.type() != expected.type() || !got.shape().equals(expected.shape())) {
      return Optional.of("expected " + expected + ", got " + got);
    }
    int wrong = 0;
    int worst = -1;
    double most = -1;
    for (int i = 0; i < got.size(); i++) {
      double a = got.at(i);
      double b = expected.at(i);
      if (isWrong(a, b)) {
        wrong++;
        double by = Double.isFinite(a - b) ? Math.abs(a - b) : Double.POSITIVE_INFINITY;
        if (by > most) {
          most = by;
          worst = i;
        }
      }
    }
    return wrong == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d numbers differ, the most at index %d: expected %s, got %s"
                .formatted(wrong, got.size(), worst, expected.at(worst), got.at(worst)));
  }

  private boolean isWrong(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) != Double.isNaN(b);
    }
    return a != b
        && !(Double.isFinite(a)
            && Double.isFinite(b)
            && Math.abs(a - b) <= absolute + relative * Math.abs(b));
  }
}
