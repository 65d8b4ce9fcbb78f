package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.agree;

import java.util.Arrays;
import org.convscope.engine.DType;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GemmTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 17, 31",
    "1, 1000, 257",
    "3, 30, 64",
    "4, 16, 16",
    "7, 33, 129",
    "16, 50, 70",
    "17, 15, 33",
    "23, 48, 40",
    "61, 64, 96",
    "9, 13, 2050",
    "15, 14, 70",
    "16, 37, 4100",
    "17, 12, 129",
    "33, 25, 2049",
    "64, 11, 40",
    "65, 24, 33"
  })
  void matmulAgrees(int m, int n, int k) {
    for (boolean ta : new boolean[] {false, true}) {
      for (boolean tb : new boolean[] {false, true}) {
        Tensor a = ta ? normal(1, DType.FLOAT, k, m) : normal(1, DType.FLOAT, m, k);
        Tensor b = tb ? normal(2, DType.FLOAT, n, k) : normal(2, DType.FLOAT, k, n);
        agree(kernels -> kernels.matmul(a, ta, b, tb));
      }
    }
  }

  /** By {@link DenseRows}, whatever its number of rows. */
  @ParameterizedTest
  @ValueSource(ints = {9, 16, 29, 64})
  void aRowOfADenseLayerDoesNotDependOnTheOthers(int rows) {
    int inputs = 2100;
    int outputs = 50;
    Tensor weight = normal(1, DType.FLOAT, outputs, inputs);
    Tensor x = normal(2, DType.FLOAT, 64, inputs);
    Tensor part = ONE.narrow(x, 0, 0, rows);
    float[] all = ONE.matmul(x, false, weight, true).floats();

    assertThat(ONE.matmul(part, false, weight, true).floats())
        .isEqualTo(Arrays.copyOf(all, rows * outputs));
  }

  @Test
  void matmulBroadcastsLeadingAxes() {
    Tensor a = normal(1, DType.FLOAT, 3, 1, 5, 7);
    Tensor b = normal(2, DType.FLOAT, 2, 7, 9);
    agree(k -> k.matmul(a, false, b, false));
    agree(k -> k.matmul(b, true, normal(3, DType.FLOAT, 7, 4), false));
  }
}
