package org.convscope.visualize.ascend.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.GradientCheck;
import org.convscope.autograd.Result;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewsTest {
  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  private static Tensor image(int n, int h, int w) {
    double[] x = new double[n * 2 * h * w];
    for (int i = 0; i < x.length; i++) {
      x[i] = CounterRandom.of(9).gaussian(i);
    }
    return Tensor.of(Shape.of(n, 2, h, w), x);
  }

  private double[] seen(Tensor x, Affine a, Beyond beyond) {
    int h = x.shape().dim(2);
    int w = x.shape().dim(3);
    Views views = new Views(List.of(a), h, w, beyond, List.of(0.25, 0.5));
    return views.forward(kernels, List.of(x)).outputs().get(0).toDoubles();
  }

  @ParameterizedTest
  @EnumSource
  void gradientMatchesCentralDifferences(Beyond beyond) {
    Affine turned = Affine.moved(1, -2).of(Affine.scaled(1.2)).of(Affine.turned(17));
    Views views = new Views(List.of(turned, Affine.moved(2, 1)), 4, 6, beyond, List.of(0.25, 0.5));

    assertThat(GradientCheck.of(kernels, views, image(2, 5, 7)).run().findings()).isEmpty();
  }

  /** Images with an inside, and of one row or one column, which have none. */
  @ParameterizedTest
  @EnumSource
  void floatsAreReadAndGoBackAsDoublesDo(Beyond beyond) {
    Affine turned = Affine.moved(1, -2).of(Affine.scaled(1.2)).of(Affine.turned(17));
    Views views = new Views(List.of(turned, Affine.moved(2, 1)), 4, 6, beyond, List.of(0.25, 0.5));
    for (Tensor x : List.of(image(2, 5, 7), image(1, 1, 7), image(1, 5, 1))) {
      Result exact = views.forward(kernels, List.of(x));
      Result single = views.forward(kernels, List.of(x.cast(DType.FLOAT)));
      Tensor y = exact.outputs().get(0);

      assertThat(single.outputs().get(0).toDoubles()).containsExactly(y.toDoubles(), within(1e-5));
      assertThat(back(single, y.cast(DType.FLOAT))).containsExactly(back(exact, y), within(1e-5));
    }
  }

  /** Threads share the image's rows, which views cross upwards, downwards and not at all. */
  @ParameterizedTest
  @EnumSource
  void threadsDoNotChangeTheGradient(Beyond beyond) {
    List<Affine> affines =
        List.of(
            Affine.IDENTITY,
            Affine.moved(0.25, -3),
            Affine.turned(17),
            Affine.turned(-100).of(Affine.scaled(0.7)),
            Affine.turned(180).of(Affine.moved(1, 1.5)));
    Views views = new Views(affines, 23, 19, beyond, List.of(0.25, 0.5));
    for (DType type : new DType[] {DType.FLOAT, DType.DOUBLE}) {
      Tensor x = image(2, 21, 17).cast(type);
      Result alone = views.forward(kernels, List.of(x));
      Tensor y = alone.outputs().get(0);
      double[] expected = back(alone, y, kernels);
      try (Workers five = Workers.of(5)) {
        Kernels shared = new ScalarKernels(five, new Buffers());
        Result together = views.forward(shared, List.of(x));
        assertThat(together.outputs().get(0).toDoubles()).isEqualTo(y.toDoubles());
        assertThat(Arrays.equals(back(together, y, shared), expected)).isTrue();
      }
    }
  }

  private double[] back(Result result, Tensor gy) {
    return back(result, gy, kernels);
  }

  private static double[] back(Result result, Tensor gy, Kernels kernels) {
    Backward backward = new Backward(kernels, Rules.GRADIENT);
    return result.vjp().apply(backward, new Tensor[] {gy}, new boolean[] {true})[0].toDoubles();
  }

  @Test
  void theIdentityShowsTheImageAsItIs() {
    Tensor x = image(1, 5, 7);

    assertThat(seen(x, Affine.IDENTITY, Beyond.GREY)).isEqualTo(x.toDoubles());
  }

  @Test
  void wrappingAroundByWholePixelsRollsTheImage() {
    Tensor x = image(1, 5, 7);
    double[] rolled = seen(x, Affine.moved(2, -3), Beyond.WRAP);

    for (int i = 0; i < rolled.length; i++) {
      int plane = i / 35;
      int row = Math.floorMod(i / 7 % 5 + 2, 5);
      int column = Math.floorMod(i % 7 - 3, 7);
      assertThat(rolled[i]).isEqualTo(x.at(plane * 35 + row * 7 + column));
    }
  }

  @Test
  void aQuarterTurnMovesRowsToColumns() {
    Tensor x = image(1, 5, 5);
    double[] turned = seen(x, Affine.turned(90), Beyond.EDGE);

    for (int i = 0; i < 25; i++) {
      int row = i / 5;
      int column = i % 5;
      assertThat(turned[i]).isCloseTo(x.at(column * 5 + 4 - row), within(1e-9));
    }
  }

  @Test
  void beyondTheEdgeLiesGrey() {
    double[] moved = seen(image(1, 5, 7), Affine.moved(0, 7), Beyond.GREY);

    assertThat(moved[0]).isEqualTo(0.25);
    assertThat(moved[35]).isEqualTo(0.5);
  }

  @Test
  void chainsAreReadAndCanBeRefused() {
    assertThat(Transform.parse("jitter:8,scale:0.9:1.1,rotate:10,jitter:4"))
        .isEqualTo(Transform.ROBUST);
    assertThat(Transform.parse("jitter:16,scale:0.8:1.2,rotate:15,jitter:8"))
        .isEqualTo(Transform.WIDE)
        .isEqualTo(Transform.parse("wide"));
    assertThat(Transform.parse("steady")).isEqualTo(Transform.parse("jitter:2"));
    assertThat(Transform.parse("none")).isEmpty();
    assertThatThrownBy(() -> Transform.parse("jitter")).hasMessageContaining("got 'jitter'");
  }

  @Test
  void cropsLieInsideTheImageAndShrink() {
    ViewChain chain = new ViewChain(List.of(), Beyond.EDGE, new ViewChain.Crops(4, 0.9, 0.3));
    double[] sides = new double[2];
    for (int step = 0; step < 200; step++) {
      for (Affine a : chain.at(CounterRandom.of(5).stream(step), step % 2, 40, 56)) {
        sides[step % 2] += a.yy() / 400;
        assertThat(a.xx()).isEqualTo(a.yy());
        assertThat(Math.abs(a.y0()) + 20 * a.yy()).isLessThanOrEqualTo(20 + 1e-9);
        assertThat(Math.abs(a.x0()) + 28 * a.xx()).isLessThanOrEqualTo(28 + 1e-9);
      }
    }

    assertThat(sides[0]).isCloseTo(0.9, within(0.01));
    assertThat(sides[1]).isCloseTo(0.3, within(0.01));
  }

  @Test
  void noTransformLooksBeyondItsReach() {
    ViewChain chain = new ViewChain(Transform.ROBUST, Beyond.GREY, ViewChain.Crops.NONE);
    int reach = chain.reach(40);

    for (int step = 0; step < 300; step++) {
      Affine a = chain.at(CounterRandom.of(2).stream(step), 0, 40, 40).get(0);
      for (double v : new double[] {-20, 20}) {
        for (double u : new double[] {-20, 20}) {
          assertThat(Math.abs(a.yy() * v + a.yx() * u + a.y0())).isLessThanOrEqualTo(20.0 + reach);
          assertThat(Math.abs(a.xy() * v + a.xx() * u + a.x0())).isLessThanOrEqualTo(20.0 + reach);
        }
      }
    }
  }
}
