package org.convscope.visualize.doctor;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whether the stated preprocessing is the one that the network was trained with, by the confidence
 * of its answers: the way that gives the highest mutual information at the smallest spread of the
 * logits is taken to be right.
 */
public final class InputStatistics {
  private static final String CHECK = "preprocessing";

  /** What another way must have more than the stated one, in nats and in proportion. */
  private static final double CLEARLY = 0.05;

  private InputStatistics() {}

  /**
   * Compares the stated way, the first candidate, with the others.
   *
   * @param measured the answers that each candidate's input gave
   * @param images how many there were
   */
  public static Finding check(List<Candidate> candidates, List<Confidence> measured, int images) {
    double spread = measured.stream().mapToDouble(Confidence::spread).min().orElseThrow();
    List<Double> information = measured.stream().map(c -> c.information(spread)).toList();
    int best =
        IntStream.range(0, candidates.size())
            .reduce((a, b) -> information.get(b) > information.get(a) ? b : a)
            .orElseThrow();
    String stated = told(candidates.get(0), measured.get(0), information.get(0));
    double lead = information.get(best) - information.get(0);
    boolean clear = lead > CLEARLY && lead > CLEARLY * information.get(0);
    if (best == 0 || !clear) {
      return Finding.fine(
          CHECK, stated + " on " + images + " images; no usual other way is clearly better");
    }
    return Finding.warning(
        CHECK,
        "%s on %d images, but %s"
            .formatted(
                stated,
                images,
                told(candidates.get(best), measured.get(best), information.get(best))),
        "compare with " + candidates.get(best).options());
  }

  private static String told(Candidate candidate, Confidence c, double information) {
    return String.format(
        Locale.ROOT,
        "%s: %.2f nats of information about the image, mean top probability %.2f",
        candidate.name(),
        information,
        c.top());
  }
}
