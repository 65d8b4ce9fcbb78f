package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.convscope.engine.Unary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionsTest {
  /** From tables and other implementations, twelve digits or more. */
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(Functions.GELU, 1, 0.8413447460685429),
        Arguments.of(Functions.GELU, -2, -0.04550026389635842),
        Arguments.of(Functions.GELU_TANH, 1, 0.8411919906082768),
        Arguments.of(Functions.ERF, 0.5, 0.5204998778130465),
        Arguments.of(Functions.MISH, 1, 0.8650983882673103),
        Arguments.of(Functions.SOFTPLUS, 0, 0.6931471805599453),
        Arguments.of(Functions.SOFTPLUS, 1000, 1000),
        Arguments.of(Functions.SOFTPLUS, -1000, 0),
        Arguments.of(Functions.SIGMOID, -1000, 0),
        Arguments.of(new Functions.Selu(), -1, -1.1113307378125625),
        Arguments.of(new Functions.Selu(), 2, 2.101401974710961),
        Arguments.of(new Functions.Elu(2), -1, -1.2642411176571153),
        Arguments.of(new Functions.Celu(2), -1, -0.7869386805747332),
        Arguments.of(new Functions.Swish(1), 1, 0.7310585786300049),
        Arguments.of(new Functions.HardSigmoid(0.2, 0.5), 1, 0.7),
        Arguments.of(Functions.HARD_SWISH, 1, 2 / 3.0),
        Arguments.of(Functions.SOFTSIGN, -3, -0.75),
        Arguments.of(new Functions.ThresholdedRelu(1), 1, 0),
        Arguments.of(Functions.ROUND, 2.5, 2),
        Arguments.of(Functions.ROUND, -1.5, -2),
        Arguments.of(Functions.ASINH, -1e10, -23.71899811050040),
        Arguments.of(new Functions.Clip(3, 1), 2, 1));
  }

  @ParameterizedTest(name = "{0}({1}) = {2}")
  @MethodSource("values")
  void valuesAgreeWithTables(Unary f, double x, double y) {
    assertThat(f.at(x)).isCloseTo(y, within(1e-13 * Math.max(1, Math.abs(y))));
  }

  static Stream<Arguments> kinks() {
    return Stream.of(
        Arguments.of(Functions.RELU, 0, 0),
        Arguments.of(Functions.ABS, 0, 0),
        Arguments.of(new Functions.LeakyRelu(0.1), 0, 0.1),
        Arguments.of(new Functions.Elu(0.5), 0, 0.5),
        Arguments.of(new Functions.Clip(0, 6), 0, 0),
        Arguments.of(new Functions.Clip(0, 6), 6, 0),
        Arguments.of(new Functions.ThresholdedRelu(1), 1, 0),
        Arguments.of(new Functions.HardSigmoid(0.5, 0.5), 1, 0),
        Arguments.of(Functions.HARD_SWISH, -3, 0),
        Arguments.of(Functions.HARD_SWISH, 3, 1),
        Arguments.of(new Functions.Power(0.5), 0, 0),
        Arguments.of(new Functions.Power(1), 0, 1));
  }

  @ParameterizedTest(name = "{0}''({1}) = {2}")
  @MethodSource("kinks")
  void derivativesAtKinksAreAsStated(Unary f, double x, double slope) {
    assertThat(f.slope(x, f.at(x))).isEqualTo(slope);
  }

  @Test
  void equalAttributesMakeEqualFunctions() {
    assertThat(new Functions.LeakyRelu(0.1)).isEqualTo(new Functions.LeakyRelu(0.1));
    assertThat(new Activation(new Functions.Clip(0, 6)).type()).isEqualTo("clip");
  }
}
