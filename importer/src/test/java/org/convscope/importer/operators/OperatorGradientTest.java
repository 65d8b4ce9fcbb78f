package org.convscope.importer.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.convscope.engine.DType.BOOL;
import static org.convscope.engine.DType.DOUBLE;
import static org.convscope.engine.DType.INT64;
import static org.convscope.importer.operators.OperatorCase.integers;
import static org.convscope.importer.operators.OperatorCase.positive;
import static org.convscope.importer.operators.OperatorCase.random;
import static org.convscope.importer.operators.OperatorCase.with;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Central differences for the ops that only files have: composed, assembled and late ones. */
class OperatorGradientTest {
  private static final double STEP = 1e-5;

  @TempDir Path folder;
  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  private static OperatorCase doubles(
      String op, int opset, Map<String, Object> attributes, Tensor... inputs) {
    Tensor[] in = new Tensor[inputs.length];
    for (int i = 0; i < in.length; i++) {
      boolean floating = inputs[i] != null && inputs[i].type().isFloating();
      in[i] = floating ? inputs[i].cast(DOUBLE) : inputs[i];
    }
    return OperatorCase.of(op, opset, attributes, in).giving(DOUBLE);
  }

  static Stream<OperatorCase> cases() {
    Tensor x = random(2, 3, 4);
    Tensor image = random(1, 2, 5, 4);
    int[] kernel = {3, 2};
    int[] strides = {2, 3};
    return Stream.of(
        doubles("Add", 6, with("broadcast", 1, "axis", 1), x, random(3)),
        doubles("Mul", 6, with("broadcast", 1, "axis", 0), x, random(2, 3)),
        doubles("PRelu", 6, with(), x, positive(3)),
        doubles("Pow", 13, with(), positive(2, 3), integers(INT64, Shape.of(3), 2, 1, 3)),
        doubles("Softmax", 11, with("axis", 1), x),
        doubles("LogSoftmax", 11, with("axis", 0), x),
        doubles("MeanVarianceNormalization", 13, with("axes", new int[] {0, 2}), x),
        doubles(
            "GroupNormalization", 18, with("num_groups", 2), random(2, 4, 3), random(2), random(2)),
        doubles("RMSNormalization", 23, with("axis", 1), x, random(3, 4)),
        doubles(
            "BatchNormalization",
            7,
            with("spatial", 0),
            x,
            random(3, 4),
            positive(3, 4),
            random(1, 4),
            positive(3, 1)),
        doubles("ReduceSumSquare", 18, with("noop_with_empty_axes", 1), x),
        doubles("Where", 9, with(), integers(BOOL, Shape.of(2, 1), 0, 1), random(3), random(2, 3)),
        doubles(
            "GatherElements",
            13,
            with("axis", 1),
            random(2, 3),
            integers(INT64, Shape.of(2, 2), 0, 0, 2, 1)),
        doubles(
            "ScatterND", 13, with(), x, integers(INT64, Shape.of(2, 1), 1, -2), random(2, 3, 4)),
        doubles("TopK", 11, with("axis", 1), random(2, 5), Tensor.longs(2)),
        doubles("Cast", 13, with("to", 11), x),
        doubles("Conv", 11, with("auto_pad", "SAME_LOWER"), image, random(3, 2, 3, 2), random(3)),
        doubles(
            "AveragePool",
            11,
            with("auto_pad", "SAME_UPPER", "kernel_shape", kernel, "strides", strides),
            image),
        doubles("Pad", 13, with("mode", "reflect"), x, Tensor.longs(0, 1, 2, 1, 0, 1)),
        doubles(
            "Slice",
            13,
            with(),
            x,
            Tensor.longs(3),
            Tensor.longs(0),
            Tensor.longs(-1),
            Tensor.longs(-2)),
        OperatorCase.of(
                "Resize",
                13,
                with(
                    "mode", "linear",
                    "coordinate_transformation_mode", "tf_crop_and_resize",
                    "extrapolation_value", 2f),
                image.cast(DOUBLE),
                OperatorCase.floats(0, 0, 0.2, 0.1, 1, 1, 1.3, 0.7),
                null,
                Tensor.longs(1, 2, 4, 3))
            .giving(DOUBLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void gradientMatchesCentralDifferences(OperatorCase c) throws Exception {
    Path file = folder.resolve("case.onnx");
    c.write(file, Integer.MAX_VALUE);
    Network network = Onnx.load(file);
    Map<String, Tensor> given = c.given(Integer.MAX_VALUE);
    List<String> wanted =
        given.entrySet().stream()
            .filter(e -> e.getValue().type() == DOUBLE)
            .map(Map.Entry::getKey)
            .toList();
    Request request = Request.taps("y0").tracking(wanted);
    Run run = network.run(kernels, given, request);
    Tensor seed = direction(run.value("y0").shape());
    Map<String, Tensor> found = run.backward(Map.of("y0", seed), wanted, Rules.GRADIENT);
    for (String name : wanted) {
      Tensor x = given.get(name);
      Tensor d = direction(x.shape());
      double slope =
          (objective(network, given, name, moved(x, d, STEP), seed)
                  - objective(network, given, name, moved(x, d, -STEP), seed))
              / (2 * STEP);
      double expected = dot(found.get(name), d);
      assertThat(expected).as(name).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
    }
  }

  private double objective(
      Network network, Map<String, Tensor> given, String name, Tensor value, Tensor seed) {
    Map<String, Tensor> changed = new LinkedHashMap<>(given);
    changed.put(name, value);
    return dot(network.run(kernels, changed, Request.taps("y0")).value("y0"), seed);
  }

  private static Tensor direction(Shape shape) {
    Random random = new Random(shape.hashCode());
    double[] v = new double[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextGaussian();
    }
    return Tensor.of(shape, v);
  }

  private static Tensor moved(Tensor x, Tensor direction, double by) {
    double[] v = x.toDoubles();
    for (int i = 0; i < v.length; i++) {
      v[i] += by * direction.at(i);
    }
    return Tensor.of(x.shape(), v);
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.at(i) * b.at(i);
    }
    return sum;
  }

  @Test
  void missingGradientsAreToldByName() throws Exception {
    OperatorCase c = doubles("CumSum", 11, with(), random(2, 3), integers(INT64, Shape.of(), 1));
    Path file = folder.resolve("case.onnx");
    c.write(file, 1);
    Network network = Onnx.load(file);
    Request request = Request.taps("y0").tracking("x0");
    assertThatThrownBy(() -> network.run(kernels, c.given(1), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cum_sum: has no gradient");
  }

  @Test
  void comparisonsHaveNoGradientByMathematics() throws Exception {
    OperatorCase c =
        OperatorCase.of("Greater", 13, with(), random(3), random(3)).giving(DType.BOOL);
    Path file = folder.resolve("case.onnx");
    c.write(file, Integer.MAX_VALUE);
    Run run =
        Onnx.load(file)
            .run(kernels, c.given(Integer.MAX_VALUE), Request.taps("y0").tracking("x0", "x1"));
    assertThat(run.value("y0").type()).isEqualTo(BOOL);
  }
}
