package org.convscope.visualize.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.convscope.engine.CounterRandom;
import org.junit.jupiter.api.Test;

class SpectrumTest {
  private static final int H = 48;
  private static final int W = 61;

  @Test
  void whiteNoiseIsFlat() {
    CounterRandom random = CounterRandom.of(9);
    float[] noise = new float[3 * H * W];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = 5 + (float) random.gaussian(i);
    }
    Spectrum s = Spectrum.of(noise, H, W);
    // The corner of the square of frequencies outside the circle of radius 1/4.
    assertThat(s.highFrequencyShare()).isCloseTo(1 - Math.PI / 16, within(0.03));
    assertThat(s.slope()).isCloseTo(0, within(0.25));
  }

  @Test
  void aWaveIsWhereItsFrequencyIs() {
    float[] wave = new float[H * W];
    for (int p = 0; p < wave.length; p++) {
      wave[p] = (float) Math.sin(2 * Math.PI * (p / W) / 8.0);
    }
    Spectrum s = Spectrum.of(wave, H, W);
    int strongest = 0;
    for (int i = 0; i < s.power().length; i++) {
      strongest = s.power()[i] > s.power()[strongest] ? i : strongest;
    }
    assertThat(strongest).isBetween(5, 6);
    assertThat(s.highFrequencyShare()).isLessThan(1e-3);
  }

  @Test
  void aPlaneWithoutContrastHasNoEnergy() {
    Spectrum s = Spectrum.of(new float[H * W], H, W);
    assertThat(s.highFrequencyShare()).isZero();
    assertThat(s.slope()).isZero();
  }

  @Test
  void stampsAreRefused() {
    assertThatThrownBy(() -> Spectrum.of(new float[21], 7, 3))
        .hasMessage("spectrum: sides of at least 8 pixels are needed, got 7×3");
  }
}
