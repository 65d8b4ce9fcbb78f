package org.convscope.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
  private static final Kernels KERNELS = new ScalarKernels(Workers.of(1), new Buffers());

  /** {@code y = a·b} elementwise with a vjp that can be wrong in various ways. */
  private record Product(Vjp vjp) implements Op {
    @Override
    public String type() {
      return "product";
    }

    @Override
    public List<Shape> shapes(List<Shape> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public Result forward(Kernels kernels, List<Tensor> inputs) {
      return Result.of(times(inputs.get(0), inputs.get(1)), vjp);
    }
  }

  private static Tensor times(Tensor a, Tensor b) {
    double[] y = a.toDoubles();
    for (int i = 0; i < y.length; i++) {
      y[i] *= b.at(i);
    }
    return Tensor.of(a.shape(), y);
  }

  private static final Tensor A = Tensor.of(Shape.of(3), new double[] {1, -2, 3});
  private static final Tensor B = Tensor.of(Shape.of(3), new double[] {0.5, 4, -1});

  private static Tensor[] right(Tensor gy, boolean[] wanted) {
    return new Tensor[] {wanted[0] ? times(gy, B) : null, wanted[1] ? times(gy, A) : null};
  }

  private static List<String> findings(Vjp vjp) {
    return GradientCheck.of(KERNELS, new Product(vjp), A, B).run().findings();
  }

  @Test
  void acceptsTheRightGradient() {
    assertThat(findings((backward, gys, wanted) -> right(gys[0], wanted))).isEmpty();
  }

  @Test
  void reportsAGradientThatIsOffByAMillionth() {
    Vjp wrong =
        (backward, gys, wanted) -> {
          Tensor[] g = right(gys[0], wanted);
          if (wanted[1]) {
            g[1] = times(g[1], Tensor.of(Shape.of(3), new double[] {1, 1 + 1e-6, 1}));
          }
          return g;
        };

    assertThat(findings(wrong)).singleElement().asString().contains("by input 1");
  }

  @Test
  void reportsNaNInAGradient() {
    Vjp wrong =
        (backward, gys, wanted) ->
            right(times(gys[0], Tensor.full(A.type(), A.shape(), Double.NaN)), wanted);

    assertThat(findings(wrong)).anyMatch(f -> f.contains("central differences"));
  }

  @Test
  void reportsAGradientThatWasNotWanted() {
    Vjp wasteful = (backward, gys, wanted) -> right(gys[0], new boolean[] {true, true});

    assertThat(findings(wasteful)).anyMatch(f -> f.contains("only wanted inputs"));
  }

  @Test
  void reportsAGradientThatIsNotLinear() {
    Vjp shifted =
        (backward, gys, wanted) -> {
          double[] g = gys[0].toDoubles();
          g[0] += 1e-9;
          return right(Tensor.of(A.shape(), g), wanted);
        };

    assertThat(findings(shifted)).anyMatch(f -> f.contains("vjp of zero"));
  }

  @Test
  void reportsAChangedInput() {
    Tensor changing = Tensor.of(Shape.of(3), new double[] {1, -2, 3});
    Vjp destructive =
        (backward, gys, wanted) -> {
          Tensor[] g = right(gys[0], wanted);
          changing.doubles()[0] = 5;
          return g;
        };

    assertThat(GradientCheck.of(KERNELS, new Product(destructive), changing, B).run().findings())
        .anyMatch(f -> f.contains("inputs must not be changed"));
  }

  @Test
  void reportsAGradientThatIsAnInputItself() {
    Vjp sharing = (backward, gys, wanted) -> new Tensor[] {wanted[0] ? B : null, null};

    assertThat(findings(sharing)).anyMatch(f -> f.contains("share numbers"));
  }

  @Test
  void refusesFloats() {
    Tensor floats = Tensor.of(Shape.of(3), new float[3]);

    assertThatThrownBy(() -> GradientCheck.of(KERNELS, new Product(Vjp.ZERO), floats, B))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be DOUBLE");
  }
}
