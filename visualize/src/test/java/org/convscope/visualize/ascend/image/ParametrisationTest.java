package org.convscope.visualize.ascend.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParametrisationTest {
  private static final Shape IMAGE = Shape.of(2, 3, 8, 7);
  private static final double STEP = 1e-5;

  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());
  private final CounterRandom random = CounterRandom.of(4);

  static Stream<Parametrisation> all() {
    return Stream.of(
        new Pixels(),
        new Fourier(1),
        new Fourier(0.5),
        new LaplacianPyramid(3),
        new FixedMagnitude(1, 0.7));
  }

  static Stream<Parametrisation> faithful() {
    return all().filter(p -> !(p instanceof FixedMagnitude));
  }

  private static Map<String, Tensor> doubles(Map<String, Tensor> parameters) {
    Map<String, Tensor> wide = new LinkedHashMap<>();
    parameters.forEach((name, t) -> wide.put(name, t.cast(DType.DOUBLE)));
    return wide;
  }

  private Tensor image(Parametrisation p, Map<String, Tensor> parameters, Shape shape) {
    Tape tape = new Tape(kernels);
    Map<String, Variable> constants = new LinkedHashMap<>();
    parameters.forEach((name, t) -> constants.put(name, tape.constant(t)));
    return p.image(tape, constants, shape).value();
  }

  private Tensor weights(Shape shape) {
    double[] w = new double[shape.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = random.stream("weights").gaussian(i);
    }
    return Tensor.of(shape, w);
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.at(i) * b.at(i);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientMatchesCentralDifferences(Parametrisation p) {
    Map<String, Tensor> start = doubles(p.random(IMAGE, 0.5, random));
    Tape tape = new Tape(kernels);
    Map<String, Variable> variables = new LinkedHashMap<>();
    start.forEach((name, t) -> variables.put(name, tape.variable(t)));
    Variable image = p.image(tape, variables, IMAGE);
    Tensor w = weights(IMAGE);
    var gradients =
        tape.backward(Map.of(image, w), variables.values(), org.convscope.autograd.Rules.GRADIENT);

    for (String name : start.keySet()) {
      Tensor direction = weights(start.get(name).shape());
      Map<String, Tensor> up = new LinkedHashMap<>(start);
      Map<String, Tensor> down = new LinkedHashMap<>(start);
      up.put(name, moved(start.get(name), direction, STEP));
      down.put(name, moved(start.get(name), direction, -STEP));
      double slope = (dot(image(p, up, IMAGE), w) - dot(image(p, down, IMAGE), w)) / (2 * STEP);
      double exact = dot(gradients.of(variables.get(name)), direction);
      assertThat(slope).isCloseTo(exact, within(1e-6 * Math.max(1, Math.abs(exact))));
    }
  }

  private static Tensor moved(Tensor t, Tensor direction, double by) {
    double[] x = t.toDoubles();
    for (int i = 0; i < x.length; i++) {
      x[i] += by * direction.at(i);
    }
    return Tensor.of(t.shape(), x);
  }

  @ParameterizedTest
  @MethodSource("faithful")
  void encodedImagesShowThemselves(Parametrisation p) {
    Tensor x = weights(IMAGE);

    assertThat(image(p, p.encode(kernels, x), IMAGE).toDoubles())
        .containsExactly(x.toDoubles(), within(1e-9));
  }

  @Test
  void aFixedMagnitudeKeepsContrastWhateverThePhases() {
    Shape shape = Shape.of(1, 1, 16, 15);
    FixedMagnitude p = new FixedMagnitude(1, 0.7);
    Tensor x = image(p, doubles(p.random(shape, 1, random)), shape);

    assertThat(Math.sqrt(dot(x, x) / x.size())).isCloseTo(0.7, within(0.15));
  }

  @Test
  void anItemsNoiseDoesNotDependOnTheBatch() {
    Tensor two = new Fourier(1).random(IMAGE, 1, random).get("spectrum");
    Tensor one = new Fourier(1).random(IMAGE.with(0, 1), 1, random).get("spectrum");

    assertThat(java.util.Arrays.copyOf(two.floats(), one.size())).isEqualTo(one.floats());
  }

  @ParameterizedTest
  @EnumSource
  void colourEncodesWhatItShows(Colour colour) {
    Preprocessing p = Preprocessing.caffe(8, 7);
    float[] rgb = new float[3 * 56];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (float) random.uniform(i, 5, 250);
    }
    float[] input = new float[rgb.length];
    p.normalise(rgb, 56, input, 0);
    Tensor x = Tensor.of(Shape.of(1, 3, 8, 7), input);
    Tape tape = new Tape(kernels);
    Tensor again = colour.input(tape, tape.constant(colour.encode(x, p)), p).value();

    assertThat(again.floats()).containsExactly(input, within(2e-3f));
  }
}
