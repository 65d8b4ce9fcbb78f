package org.convscope.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convscope.engine.Samples.normal;
import static org.convscope.engine.vector.Agreement.ONE;
import static org.convscope.engine.vector.Agreement.SCALAR;
import static org.convscope.engine.vector.Agreement.TWO;
import static org.convscope.engine.vector.Agreement.agree;
import static org.convscope.engine.vector.Agreement.assertClose;
import static org.convscope.engine.vector.Agreement.assertIdentical;
import static org.convscope.engine.vector.Agreement.assertTailIsZero;
import static org.convscope.engine.vector.Agreement.blocked;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.DType;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.vector.VectorConvolutionTest.Case;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients that read slices of channels, and input gradients that end as they are stored. */
class GradientEpilogueTest {
  private static final double TOLERANCE = 3e-5;

  private static Shape input(Case c) {
    return Shape.of(c.input());
  }

  private static Tensor gradient(Kernels k, ChannelSlice gy, Case c, GradientEpilogue epilogue) {
    return k.convolutionInputGradient(gy, c.w(), c.window(), input(c), epilogue);
  }

  /** A gradient in planes or blocks, with a NaN among what decides. */
  private static List<GradientEpilogue> epilogues(Case c) {
    Tensor sum = normal(5, DType.FLOAT, c.input());
    float[] x = normal(6, DType.FLOAT, c.input()).floats().clone();
    x[0] = 0;
    x[x.length / 2] = Float.NaN;
    Tensor rectified = Tensor.of(input(c), x);
    return List.of(
        GradientEpilogue.NONE,
        new GradientEpilogue(Optional.of(blocked(sum)), Optional.empty()),
        new GradientEpilogue(Optional.empty(), Optional.of(blocked(rectified))),
        new GradientEpilogue(Optional.of(sum), Optional.of(rectified)));
  }

  /** The epilogue's definition in floats. */
  private static float[] ended(Tensor gx, GradientEpilogue epilogue) {
    float[] g = gx.floats().clone();
    for (int i = 0; i < g.length; i++) {
      g[i] += epilogue.sum().isPresent() ? epilogue.sum().get().floats()[i] : 0;
      boolean passes = epilogue.rectified().isEmpty() || epilogue.rectified().get().floats()[i] > 0;
      g[i] = passes ? g[i] : 0;
    }
    return g;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#all")
  void endsAsIfItHadBeenDoneAfterwards(Case c) {
    Tensor plain = ONE.convolutionInputGradient(c.gy(), c.w(), c.window(), input(c));
    for (GradientEpilogue epilogue : epilogues(c)) {
      Tensor gx = gradient(ONE, ChannelSlice.all(c.gy()), c, epilogue);

      assertThat(gx.floats()).isEqualTo(ended(plain, epilogue));
      assertIdentical(gradient(TWO, ChannelSlice.all(c.gy()), c, epilogue), gx);
      if (gx.isBlocked()) {
        assertTailIsZero(gx);
      }
    }
  }

  /** Slices of whole blocks, of a last block that is not full, and across blocks. */
  private static List<ChannelSlice> slices(Case c) {
    List<ChannelSlice> slices = new ArrayList<>();
    for (int start : new int[] {0, 32, 5}) {
      for (int more : new int[] {0, 20}) {
        int[] dims = c.output().dims().clone();
        dims[1] += start + more;
        Tensor whole = blocked(normal(7, DType.FLOAT, dims));
        slices.add(new ChannelSlice(whole, start, c.filters()));
      }
    }
    return slices;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#cases")
  void readsSlicesWhereTheyLie(Case c) {
    GradientEpilogue epilogue = epilogues(c).get(3);
    for (ChannelSlice slice : slices(c)) {
      Tensor part = Tensor.of(slice.shape(), floats(slice));
      Tensor expected = gradient(ONE, ChannelSlice.all(part), c, epilogue);

      Tensor gx = gradient(ONE, slice, c, epilogue);

      assertIdentical(gx, expected);
      assertIdentical(gradient(TWO, slice, c, epilogue), gx);
      assertClose(gx, gradient(SCALAR, slice, c, epilogue), TOLERANCE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.engine.vector.VectorConvolutionTest#cases")
  void weightGradientsReadThemLikewise(Case c) {
    Shape weight = Shape.of(c.weight());
    for (ChannelSlice slice : slices(c)) {
      Tensor part = Tensor.of(slice.shape(), floats(slice));
      Tensor expected = ONE.convolutionWeightGradient(c.x(), part, c.window(), weight);

      Tensor gw = ONE.convolutionWeightGradient(c.x(), slice, c.window(), weight);

      assertIdentical(gw, expected);
      assertIdentical(TWO.convolutionWeightGradient(c.x(), slice, c.window(), weight), gw);
      Tensor scalar = SCALAR.convolutionWeightGradient(c.x(), slice, c.window(), weight);
      assertClose(gw, scalar, TOLERANCE);
    }
  }

  private static float[] floats(ChannelSlice slice) {
    Tensor whole = slice.whole();
    Shape shape = slice.shape();
    float[] part = new float[shape.size()];
    int plane = shape.size(2, 4);
    for (int i = 0; i < part.length; i++) {
      int n = i / plane / slice.length();
      int c = slice.start() + i / plane % slice.length();
      part[i] = whole.floats()[(n * whole.shape().dim(1) + c) * plane + i % plane];
    }
    return part;
  }

  @ParameterizedTest(name = "{0} channels")
  @ValueSource(ints = {3, 16, 21, 64})
  void repeatsANumberOverItsPlane(int channels) {
    Shape whole = Shape.of(2, channels, 5, 7);
    Tensor x = normal(8, DType.FLOAT, 2, channels, 1, 1);
    Tensor sum = normal(9, DType.FLOAT, whole.dims());
    Tensor rectified = normal(10, DType.FLOAT, whole.dims());
    for (GradientEpilogue epilogue :
        List.of(
            GradientEpilogue.NONE,
            new GradientEpilogue(Optional.empty(), Optional.of(rectified)),
            new GradientEpilogue(Optional.of(sum), Optional.of(rectified)))) {
      Tensor y = agree(k -> k.stretch(x, whole, epilogue));
      float[] plain = new float[whole.size()];
      for (int i = 0; i < plain.length; i++) {
        plain[i] = x.floats()[i / 35];
      }
      assertThat(y.floats()).isEqualTo(ended(Tensor.of(whole, plain), epilogue));
    }
  }
}
