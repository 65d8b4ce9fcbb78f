package org.convscope.importer.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  @Test
  void everyBinary16NumberSurvives() {
    for (int i = 0; i < 1 << 16; i++) {
      short half = (short) i;
      float value = HalfPrecision.fromFloat16(half);
      if (Float.isNaN(value)) {
        assertThat(HalfPrecision.fromFloat16(HalfPrecision.toFloat16(value))).isNaN();
      } else {
        assertThat(HalfPrecision.toFloat16(value)).isEqualTo(half);
      }
    }
  }

  @Test
  void everyBfloat16NumberSurvives() {
    for (int i = 0; i < 1 << 16; i++) {
      float value = HalfPrecision.fromBfloat16((short) i);
      if (!Float.isNaN(value)) {
        assertThat(HalfPrecision.toBfloat16(value)).isEqualTo((short) i);
      }
    }
  }

  @Test
  void roundsToTheNearestAndTiesToEven() {
    assertThat(rounded(1 + 0x1p-11f)).isEqualTo(1);
    assertThat(rounded(1 + 3 * 0x1p-11f)).isEqualTo(1 + 0x1p-9f);
    assertThat(rounded(1 + 0x1.1p-11f)).isEqualTo(1 + 0x1p-10f);
    assertThat(rounded(65519.9f)).isEqualTo(65504);
    assertThat(rounded(65520)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(rounded(-1e9f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(rounded(0x1p-24f)).isEqualTo(0x1p-24f);
    assertThat(rounded(0x1p-25f)).isEqualTo(0);
    assertThat(rounded(0x1.8p-25f)).isEqualTo(0x1p-24f);
    assertThat(rounded(0x1.ffep-15f)).isEqualTo(0x1p-14f);
  }

  private static float rounded(float v) {
    return HalfPrecision.fromFloat16(HalfPrecision.toFloat16(v));
  }
}
