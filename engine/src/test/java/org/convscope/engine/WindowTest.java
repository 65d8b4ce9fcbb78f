package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convscope.engine.Samples.axis;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  /** Counts the windows one by one: each starts a stride after the one before, and must fit. */
  private static int enumerated(Window.Axis a, int input, boolean ceil) {
    int end = input + a.padEnd();
    int last = (a.kernel() - 1) * a.dilation();
    int windows = 0;
    int start = -a.padBegin();
    while (start + last < end) {
      windows++;
      start += a.stride();
    }
    // Rounding up adds a partial window, unless none of the numbers is missed or it would start
    // beyond the input.
    boolean missed = start - a.stride() + last < end - 1;
    return windows + (ceil && windows > 0 && missed && start < input ? 1 : 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void outputSizesAreThoseOfEnumeration(long seed) {
    Random random = new Random(seed);
    int checked = 0;
    for (int i = 0; i < 20_000; i++) {
      int kernel = 1 + random.nextInt(5);
      int dilation = 1 + random.nextInt(3);
      int extent = (kernel - 1) * dilation + 1;
      Window.Axis a =
          axis(
              kernel,
              1 + random.nextInt(4),
              random.nextInt(extent + 2) - 2,
              random.nextInt(extent + 2) - 2,
              dilation);
      int input = 1 + random.nextInt(20);
      if (input + a.padBegin() + a.padEnd() < extent || input + a.padBegin() < 1) {
        continue;
      }
      for (boolean ceil : new boolean[] {false, true}) {
        assertThat(a.output(input, ceil))
            .as("%s over %d, ceil %s", a, input, ceil)
            .isEqualTo(enumerated(a, input, ceil));
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(10_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  void countsAreTheTapsInside(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Window window =
          Window.of(
                  axis(
                      1 + random.nextInt(3),
                      1 + random.nextInt(3),
                      random.nextInt(3),
                      random.nextInt(3),
                      2),
                  axis(
                      2,
                      1 + random.nextInt(3),
                      random.nextInt(3) - 1,
                      random.nextInt(3) - 1,
                      1 + random.nextInt(3)))
              .withCeil(random.nextBoolean());
      Shape input = Shape.of(2, 3, 6 + random.nextInt(5), 7 + random.nextInt(5));
      for (boolean padding : new boolean[] {false, true}) {
        assertThat(window.counts(input, padding))
            .as("%s over %s", window, input)
            .isEqualTo(enumeratedCounts(window, input, padding));
      }
    }
  }

  private static int[] enumeratedCounts(Window window, Shape input, boolean padding) {
    Shape output = window.output(input, 1);
    int[] counts = new int[output.dim(2) * output.dim(3)];
    for (int o = 0; o < counts.length; o++) {
      for (int t = 0; t < window.taps(); t++) {
        int y = at(window.h(), o / output.dim(3), t / window.w().kernel());
        int x = at(window.w(), o % output.dim(3), t % window.w().kernel());
        if (inside(window.h(), y, input.dim(2), padding)
            && inside(window.w(), x, input.dim(3), padding)) {
          counts[o]++;
        }
      }
    }
    return counts;
  }

  private static int at(Window.Axis a, int o, int k) {
    return a.start(o) + k * a.dilation();
  }

  private static boolean inside(Window.Axis a, int at, int size, boolean padding) {
    boolean inCropped = at >= -a.padBegin() && at < size + a.padEnd();
    return inCropped && (padding || (at >= 0 && at < size));
  }

  @Test
  void convolvedShapesFollowTheRule() {
    Window window = Window.of(axis(3, 2, 1, 0, 1), axis(2, 1, 0, 1, 3)).withGroups(2);

    assertThat(window.convolved(Shape.of(5, 4, 9, 11), Shape.of(6, 2, 3, 2)))
        .isEqualTo(Shape.of(5, 6, 4, 9));
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheValues() {
    Window window = Window.square(3, 1, 0);
    assertThatThrownBy(() -> window.output(Shape.of(1, 2, 2, 5), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "window: the kernel's extent 3 must fit into input 2 with padding 0 and 0; use a larger input");
    assertThatThrownBy(() -> window.convolved(Shape.of(1, 4, 9, 9), Shape.of(6, 3, 3, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input [1×4×9×9], weight [6×3×3×3], groups 1");
    assertThatThrownBy(() -> window.convolved(Shape.of(1, 4, 9), Shape.of(6, 4, 3, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have rank 4");
    assertThatThrownBy(() -> axis(3, 0, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got kernel 3, stride 0, dilation 1");
    assertThatThrownBy(() -> axis(1 << 20, 1, 0, 0, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("below 2^28");
    assertThatThrownBy(() -> new Window(List.of(), 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window: groups must be at least 1, got 0");
    assertThatThrownBy(
            () -> Window.of(new int[2], new int[] {1}, new int[2], new int[2], new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one entry per axis");
  }
}
