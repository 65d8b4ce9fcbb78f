package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.axis;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.SCALAR;
import static org.convscope.engine.vector.Agreement.TWO;
import static org.convscope.engine.vector.Agreement.assertClose;
import static org.convscope.engine.vector.Agreement.assertIdentical;
import static org.convscope.engine.vector.Agreement.assertTailIsZero;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorConvolutionTest {
  private static final double TOLERANCE = 3e-5;

  /** A convolution with the name it is reported by. */
  record Case(String name, int[] input, int filters, Window window) {
    Tensor x() {
      return normal(1, DType.FLOAT, input);
    }

    int[] weight() {
      return new int[] {
        filters, input[1] / window.groups(), window.h().kernel(), window.w().kernel()
      };
    }

    Tensor w() {
      return normal(2, DType.FLOAT, weight());
    }

    Tensor bias() {
      return normal(3, DType.FLOAT, filters);
    }

    Shape output() {
      return window.convolved(Shape.of(input), Shape.of(weight()));
    }

    Tensor gy() {
      return normal(4, DType.FLOAT, output().dims());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Case of(String name, int n, int c, int h, int w, int filters, Window window) {
    return new Case(name, new int[] {n, c, h, w}, filters, window);
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int channels : new int[] {1, 15, 16, 17, 31}) {
      for (int filters : new int[] {1, 15, 16, 17, 33, 48}) {
        cases.add(
            of(
                "channels " + channels + " filters " + filters,
                2,
                channels,
                7,
                9,
                filters,
                Window.of(axis(3, 1, 1, 0, 1), axis(2, 1, 0, 1, 1))));
      }
    }
    for (int width = 1; width <= 29; width++) {
      Window window = Window.of(axis(1, 1, 0, 0, 1), axis(3, 1, 1, 1, 1));
      cases.add(of("width " + width, 1, 18, 3, width, 50, window));
    }
    for (int n : new int[] {1, 2, 7, 13, 23, 49, 59, 100, 169}) {
      cases.add(of("pointwise over " + n + " pixels", 2, 19, n, 1, 35, Window.square(1, 1, 0)));
    }
    cases.add(
        of(
            "strided, dilated, uneven padding",
            2,
            20,
            13,
            17,
            37,
            Window.of(axis(3, 2, 2, 1, 3), axis(2, 3, 0, 1, 2))));
    cases.add(
        of(
            "stride beyond kernel",
            2,
            20,
            13,
            17,
            37,
            Window.of(axis(2, 3, 0, 1, 1), axis(1, 4, 1, 0, 1))));
    cases.add(
        of(
            "pointwise strided",
            2,
            33,
            14,
            15,
            40,
            Window.of(axis(1, 2, 0, 0, 1), axis(1, 3, 0, 0, 1))));
    cases.add(
        of(
            "dilation shares a factor with the stride",
            1,
            17,
            19,
            23,
            16,
            Window.of(axis(3, 4, 2, 3, 2), axis(4, 2, 3, 1, 4))));
    cases.add(of("a last column, 13 rows", 2, 18, 13, 7, 35, Window.square(3, 1, 1)));
    cases.add(of("a last column, 8 rows", 1, 33, 15, 25, 48, Window.square(3, 2, 1)));
    cases.add(
        of("cropping", 2, 18, 11, 12, 16, Window.of(axis(2, 1, -1, 2, 1), axis(3, 2, 3, -2, 1))));
    cases.add(
        of(
            "padding wider than the kernel",
            1,
            5,
            2,
            3,
            7,
            Window.of(axis(2, 1, 4, 3, 1), axis(1, 2, 0, 5, 1))));
    cases.add(
        of("planar rows", 2, 3, 21, 40, 32, Window.of(axis(3, 2, 1, 0, 1), axis(5, 3, 2, 1, 1))));
    cases.add(
        of(
            "planar, one channel",
            1,
            1,
            18,
            31,
            64,
            Window.of(axis(2, 1, 0, 1, 2), axis(3, 1, 1, 1, 1))));
    cases.add(
        of(
            "groups of whole blocks",
            2,
            64,
            6,
            7,
            96,
            Window.of(axis(3, 1, 1, 1, 1), axis(2, 1, 1, 0, 1)).withGroups(2)));
    cases.add(
        of(
            "groups across blocks",
            2,
            24,
            6,
            7,
            36,
            Window.of(axis(3, 1, 1, 1, 1), axis(2, 2, 1, 0, 1)).withGroups(3)));
    cases.add(
        of(
            "many small groups",
            1,
            64,
            5,
            7,
            128,
            Window.of(axis(2, 1, 1, 0, 1), axis(3, 1, 1, 1, 1)).withGroups(16)));
    cases.add(
        of(
            "depthwise",
            2,
            37,
            11,
            15,
            37,
            Window.of(axis(3, 2, 1, 0, 1), axis(2, 1, 1, 1, 2)).withGroups(37)));
    cases.add(
        of(
            "depthwise, narrow",
            2,
            17,
            9,
            5,
            17,
            Window.of(axis(2, 1, 1, 0, 1), axis(3, 2, 1, 1, 1)).withGroups(17)));
    cases.add(
        of(
            "depthwise with multiplier",
            1,
            18,
            6,
            9,
            36,
            Window.of(axis(3, 1, 1, 1, 1), axis(2, 1, 0, 1, 1)).withGroups(18)));
    cases.addAll(transformed());
    return cases;
  }

  /**
   * Cases that Winograd's transform takes, forward or back. Seven groups are shared out by groups
   * on one thread and by units of outputs on two.
   */
  static List<Case> transformed() {
    Window uneven = Window.of(axis(3, 1, 0, 2, 1), axis(3, 1, 1, 0, 1));
    Window wide = Window.of(axis(3, 1, 4, 3, 1), axis(3, 1, 3, 4, 1));
    Window cropped = Window.of(axis(3, 1, -1, 1, 1), axis(3, 1, 1, -2, 1));
    Window uneven5 = Window.of(axis(5, 1, 0, 3, 1), axis(5, 1, 2, 1, 1));
    Window wide5 = Window.of(axis(5, 1, 6, 5, 1), axis(5, 1, 5, 6, 1));
    Window cropped5 = Window.of(axis(5, 1, -1, 2, 1), axis(5, 1, 2, -2, 1));
    return List.of(
        of("transformed, uneven padding", 2, 17, 9, 14, 33, uneven),
        of("transformed, three blocks", 1, 40, 13, 6, 50, Window.square(3, 1, 1)),
        of("transformed back only", 3, 50, 10, 7, 20, Window.square(3, 1, 1)),
        of("transformed, no padding", 2, 16, 11, 19, 32, Window.square(3, 1, 0)),
        of("transformed, 7 groups of tiles", 3, 35, 26, 30, 40, Window.square(3, 1, 1)),
        of("transformed, 8 groups of tiles", 4, 17, 29, 41, 33, Window.square(3, 1, 1)),
        of("transformed, half a unit", 2, 33, 14, 13, 16, Window.square(3, 1, 1)),
        of("transformed, wide padding", 1, 18, 5, 7, 36, wide),
        of("transformed, cropping", 2, 33, 12, 13, 64, cropped),
        of("transformed, 5x5", 2, 33, 12, 13, 50, Window.square(5, 1, 2)),
        of("transformed, 5x5, uneven padding", 2, 33, 9, 14, 34, uneven5),
        of("transformed, 5x5, no padding", 1, 40, 9, 16, 64, Window.square(5, 1, 0)),
        of("transformed, 5x5, 7 groups of tiles", 3, 35, 21, 19, 40, Window.square(5, 1, 2)),
        of("transformed, 5x5, wide padding", 1, 19, 3, 5, 65, wide5),
        of("transformed, 5x5, cropping", 2, 33, 12, 13, 64, cropped5),
        of("transformed, two groups", 2, 64, 11, 9, 96, Window.square(3, 1, 1).withGroups(2)),
        of("transformed, 5x5, three groups", 2, 96, 9, 10, 192, uneven5.withGroups(3)));
  }

  /**
   * Layers of the architectures, at reduced image sizes where the scalar kernels would take long.
   */
  static List<Case> layers() {
    return List.of(
        of("squeezenet conv1", 1, 3, 65, 71, 64, Window.square(3, 2, 0)),
        of("first layer, 4 channels", 1, 4, 19, 31, 64, Window.square(5, 1, 2)),
        of("first layer, 1 channel", 2, 1, 28, 29, 32, Window.square(5, 1, 0)),
        of("squeezenet squeeze", 1, 128, 27, 27, 16, Window.square(1, 1, 0)),
        of("squeezenet expand 3x3", 1, 48, 13, 13, 192, Window.square(3, 1, 1)),
        of("squeezenet classifier", 1, 512, 13, 13, 100, Window.square(1, 1, 0)),
        of("alexnet conv1", 1, 3, 99, 107, 64, Window.square(11, 4, 2)),
        of("alexnet conv2", 1, 64, 27, 27, 192, Window.square(5, 1, 2)),
        of("alexnet conv2, two groups", 1, 96, 13, 14, 256, Window.square(5, 1, 2).withGroups(2)),
        of("resnet conv1", 1, 3, 62, 75, 64, Window.square(7, 2, 3)),
        of("resnet 3x3", 2, 64, 28, 14, 64, Window.square(3, 1, 1)),
        of("resnet 3x3 strided", 1, 128, 28, 28, 128, Window.square(3, 2, 1)),
        of("resnet 3x3 at 7", 1, 256, 7, 7, 256, Window.square(3, 1, 1)),
        of("resnet downsample", 1, 256, 14, 14, 512, Window.square(1, 2, 0)));
  }

  static List<Case> all() {
    List<Case> all = new ArrayList<>(cases());
    all.addAll(layers());
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void forwardEqualsTheScalarKernels(Case c) {
    Tensor expected =
        SCALAR.convolution(c.x(), c.w(), Optional.of(c.bias()), c.window, Epilogue.NONE);

    Tensor y = ONE.convolution(c.x(), c.w(), Optional.of(c.bias()), c.window, Epilogue.NONE);

    assertClose(y, expected, TOLERANCE);
    assertTailIsZero(y);
    assertIdentical(
        TWO.convolution(c.x(), c.w(), Optional.of(c.bias()), c.window, Epilogue.NONE), y);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void inputGradientEqualsTheScalarKernels(Case c) {
    Shape input = Shape.of(c.input);
    Tensor expected = SCALAR.convolutionInputGradient(c.gy(), c.w(), c.window, input);

    Tensor gx = ONE.convolutionInputGradient(c.gy(), c.w(), c.window, input);

    assertClose(gx, expected, TOLERANCE);
    if (gx.isBlocked()) {
      assertTailIsZero(gx);
    }
    assertIdentical(TWO.convolutionInputGradient(c.gy(), c.w(), c.window, input), gx);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void weightGradientEqualsTheScalarKernels(Case c) {
    Shape weight = Shape.of(c.weight());
    Tensor expected = SCALAR.convolutionWeightGradient(c.x(), c.gy(), c.window, weight);

    Tensor gw = ONE.convolutionWeightGradient(c.x(), c.gy(), c.window, weight);

    assertClose(gw, expected, TOLERANCE);
    assertIdentical(TWO.convolutionWeightGradient(c.x(), c.gy(), c.window, weight), gw);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void epilogueAddsResidualAndRectifies(Case c) {
    Tensor residual = normal(5, DType.FLOAT, c.output().dims());
    for (boolean relu : new boolean[] {false, true}) {
      Epilogue epilogue = new Epilogue(Optional.of(residual), relu);
      Tensor expected = SCALAR.convolution(c.x(), c.w(), Optional.empty(), c.window, epilogue);

      Tensor y = ONE.convolution(c.x(), c.w(), Optional.empty(), c.window, epilogue);

      assertClose(y, expected, TOLERANCE);
      assertTailIsZero(y);
      assertIdentical(TWO.convolution(c.x(), c.w(), Optional.empty(), c.window, epilogue), y);
    }
    Tensor rectified =
        ONE.convolution(c.x(), c.w(), Optional.of(c.bias()), c.window, Epilogue.RELU);
    assertClose(
        rectified,
        SCALAR.convolution(c.x(), c.w(), Optional.of(c.bias()), c.window, Epilogue.RELU),
        TOLERANCE);
  }

  @Test
  void usesTheForcedWidth() {
    int bits = Integer.getInteger(Lanes.BITS, Lanes.FLOATS.vectorBitSize());
    assertThat(Lanes.FLOATS.vectorBitSize()).isEqualTo(bits);
    assertThat(ONE.name()).isEqualTo("vector");
  }

  @Test
  void argumentsStayUntouched() {
    Case c = cases().get(0);
    Tensor x = c.x();
    Tensor w = c.w();
    float[] before = x.floats().clone();
    float[] weightBefore = w.floats().clone();

    ONE.convolution(x, w, Optional.empty(), c.window, Epilogue.RELU);
    ONE.convolutionInputGradient(c.gy(), w, c.window, x.shape());

    assertThat(x.floats()).isEqualTo(before);
    assertThat(w.floats()).isEqualTo(weightBefore);
  }
}
