package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Call;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * A convolution computed together with the nodes that follow it: {@code y = relu?(conv(x, weight,
 * bias) + residual?)}, where a batch normalisation with frozen statistics may already be folded
 * into weight and bias.
 *
 * <p>Inputs: x, weight, bias (may be omitted) and, with a sum, the residual, which broadcasts as in
 * {@link Elementwise}. On the way back the parts present themselves one by one under their own
 * names and types, so that every gradient rule sees the graph as it was before fusion. What a part
 * recorded between the nodes (a rectifier's input) is not there; rules that look at it need a run
 * without fusion.
 *
 * @param window kernel, stride, padding, dilation and groups
 * @param conv name of the convolution node
 * @param norm the folded normalisation, if any
 * @param sum the addition, if any
 * @param relu name of the rectifier node, if any
 */
public record ConvBlock(
    Window window, String conv, Optional<Norm> norm, Optional<Sum> sum, Optional<String> relu)
    implements Op {

  /**
   * A batch normalisation that is folded into weight and bias: {@code folded weight = weight ·
   * scale per filter}.
   *
   * @param name of the node
   * @param weight the convolution's own weight
   * @param scale [O], what normalisation multiplies each channel by
   */
  public record Norm(String name, Tensor weight, Tensor scale) {}

  /**
   * An addition of the residual.
   *
   * @param name of the node
   * @param residualFirst whether the residual is the addition's first argument
   */
  public record Sum(String name, boolean residualFirst) {}

  @Override
  public String type() {
    return "conv_block";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape y = new Conv(window).shapes(inputs.subList(0, Math.min(3, inputs.size()))).get(0);
    return List.of(sum.isPresent() ? y.broadcast(inputs.get(3)) : y);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Optional<Tensor> bias = Optional.ofNullable(inputs.size() > 2 ? inputs.get(2) : null);
    Tensor residual = sum.isPresent() ? inputs.get(3) : null;
    Shape shape = window.convolved(x.shape(), weight.shape());
    Tensor y;
    if (residual == null || residual.shape().equals(shape)) {
      Epilogue epilogue = new Epilogue(Optional.ofNullable(residual), relu.isPresent());
      y = kernels.convolution(x, weight, bias, window, epilogue);
    } else {
      y = kernels.convolution(x, weight, bias, window, Epilogue.NONE);
      y = kernels.combine(Arithmetic.ADD, y, residual);
      y = relu.isPresent() ? kernels.map(Functions.RELU, y) : y;
    }
    Shape addend = residual == null ? null : residual.shape();
    Tensor rectified = relu.isPresent() ? y : null;
    return Result.of(y, new ConvBlockVjp(this, x, weight, shape, addend, rectified));
  }

  /** Holds input, weight and, with a rectifier, the output. */
  record ConvBlockVjp(
      ConvBlock op, Tensor x, Tensor weight, Shape convolved, Shape residual, Tensor rectified)
      implements LinkedVjp {
    @Override
    public Sign sign() {
      return op.relu.isPresent() ? Sign.RECTIFIES : Sign.FREE;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      Kernels kernels = backward.kernels();
      List<Tensor> passing = new ArrayList<>();
      Tensor g = outputGradient;
      if (op.relu.isPresent() && !link.isRectified()) {
        g = kernels.mapGradient(Functions.RELU, rectified, rectified, g);
        passing.add(g);
      }
      Tensor[] gx = new Tensor[wanted.length];
      if (op.sum.isPresent()) {
        gx[3] = wanted[3] ? Elementwise.summedTo(kernels, residual, g) : null;
        g = Elementwise.summedTo(kernels, convolved, g);
        passing.add(g);
      }
      boolean[] asked = Arrays.copyOf(wanted, Math.min(3, wanted.length));
      Tensor[] found = convolution(weight).apply(backward, g, asked, link);
      System.arraycopy(found, 0, gx, 0, found.length);
      recycle(kernels, passing, outputGradient, gx);
      return gx;
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      List<Tensor> passing = new ArrayList<>();
      Tensor g = outputGradients[0];
      if (op.relu.isPresent()) {
        g = only(backward, call(op.relu.get(), "relu", new RectifierVjp(rectified)), g);
        passing.add(g);
      }
      if (op.sum.isPresent() && g != null) {
        boolean first = op.sum.get().residualFirst();
        boolean conv = wanted[0] || wanted[1] || wanted[2];
        boolean[] parts = first ? new boolean[] {wanted[3], conv} : new boolean[] {conv, wanted[3]};
        Vjp vjp = first ? new SumVjp(residual, convolved) : new SumVjp(convolved, residual);
        Tensor[] both =
            backward.through(call(op.sum.get().name(), "add", vjp), new Tensor[] {g}, parts);
        gx[3] = both[first ? 0 : 1];
        g = both[first ? 1 : 0];
        passing.add(g);
      }
      if (g != null) {
        throughConvolution(backward, g, wanted, gx, passing);
      }
      recycle(backward.kernels(), passing, outputGradients[0], gx);
      return gx;
    }

    private void throughConvolution(
        Backward backward, Tensor gy, boolean[] wanted, Tensor[] gx, List<Tensor> passing) {
      Tensor g = gy;
      Tensor filters = weight;
      if (op.norm.isPresent() && backward.rules().replacesAny(List.of("conv", "batch_norm"))) {
        Norm norm = op.norm.get();
        g = only(backward, call(norm.name(), "batch_norm", new ScaleVjp(norm.scale())), g);
        passing.add(g);
        filters = norm.weight();
      }
      if (g == null) {
        return;
      }
      int inputs = Math.min(3, wanted.length);
      boolean[] asked = Arrays.copyOf(wanted, inputs);
      Call call = call(op.conv, "conv", convolution(filters));
      Tensor[] found = backward.through(call, new Tensor[] {g}, asked);
      System.arraycopy(found, 0, gx, 0, inputs);
    }

    /** The convolution's own vjp. */
    Conv.ConvVjp convolution(Tensor filters) {
      return new Conv.ConvVjp(op.window, x, filters, Optional.empty());
    }

    private static Call call(String name, String type, Vjp vjp) {
      return new Call(name, type, vjp);
    }

    private static Tensor only(Backward backward, Call call, Tensor g) {
      return backward.through(call, new Tensor[] {g}, new boolean[] {true})[0];
    }

    /** Gives back the gradients between the parts, unless they are handed on. */
    private static void recycle(Kernels kernels, List<Tensor> passing, Tensor gy, Tensor[] gx) {
      for (int i = 0; i < passing.size(); i++) {
        Tensor t = passing.get(i);
        boolean own = t != null && !t.sharesNumbers(gy);
        for (Tensor kept : gx) {
          own &= kept == null || t == null || !t.sharesNumbers(kept);
        }
        for (Tensor later : passing.subList(i + 1, passing.size())) {
          own &= later == null || t == null || !t.sharesNumbers(later);
        }
        if (own) {
          kernels.buffers().recycle(t);
        }
      }
    }
  }

  /** A rectifier's vjp from its output alone. */
  record RectifierVjp(Tensor y) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return new Tensor[] {
        backward.kernels().mapGradient(Functions.RELU, y, y, outputGradients[0])
      };
    }
  }

  /** An addition's vjp from its arguments' shapes alone. */
  record SumVjp(Shape a, Shape b) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor gy = outputGradients[0];
      return new Tensor[] {
        wanted[0] ? Elementwise.summedTo(backward.kernels(), a, gy) : null,
        wanted[1] ? Elementwise.summedTo(backward.kernels(), b, gy) : null
      };
    }
  }

  /** The vjp of normalisation with frozen statistics by its input. */
  record ScaleVjp(Tensor scale) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor none = Tensor.zeros(scale.type(), scale.shape());
      return new Tensor[] {backward.kernels().affine(outputGradients[0], scale, none)};
    }
  }
}
