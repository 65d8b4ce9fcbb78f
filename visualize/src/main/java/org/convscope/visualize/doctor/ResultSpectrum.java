package org.convscope.visualize.doctor;

import java.util.Locale;
import org.convscope.visualize.spectrum.Spectrum;

/** Whether a result looks like noise: too much of its energy is fine detail. */
public final class ResultSpectrum {
  private static final String CHECK = "spectrum";

  /** Half of white noise's share; photographs stay below a tenth of it. */
  private static final double NOISE = 0.4;

  private ResultSpectrum() {}

  /**
   * Looks at a result.
   *
   * @param planes [C×H×W]
   */
  public static Finding check(float[] planes, int height, int width) {
    Spectrum s = Spectrum.of(planes, height, width);
    String text =
        String.format(
            Locale.ROOT,
            "%.1f %% of the energy lies above half the Nyquist frequency, power falls like f^%.1f"
                + " (photographs: below 5 %%, f^-2; white noise: 80 %%, f^0)",
            100 * s.highFrequencyShare(),
            s.slope());
    return s.highFrequencyShare() < NOISE
        ? Finding.fine(CHECK, text)
        : Finding.warning(
            CHECK,
            "noise-like: " + text,
            "for ascent: the Fourier parametrisation with its transforms, or more blur; for"
                + " attribution: SmoothGrad, or a method that works on a layer's maps");
  }
}
