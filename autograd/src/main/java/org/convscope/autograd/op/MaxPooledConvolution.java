package org.convscope.autograd.op;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Call;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.GradientEpilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.PooledConvolution;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;

/**
 * A convolution block and the max pooling that alone reads it: {@code y = maxima(block(x))},
 * computed without storing what lies between.
 *
 * <p>Inputs: x, weight and bias (may be omitted) of the block. The way back computes the block
 * again, and block and pooling present themselves under their own names and types, so that every
 * gradient rule sees the graph as it was before fusion. Where no rule replaces anything and only
 * the gradient by x is wanted, a {@code recorded} one need not.
 *
 * @param block without a residual sum
 * @param pool the maxima's window
 * @param maxPool name of the pooling node
 * @param recorded whether the exact gradient by x will be asked for
 */
public record MaxPooledConvolution(ConvBlock block, Window pool, String maxPool, boolean recorded)
    implements Op {
  public MaxPooledConvolution {
    if (block.sum().isPresent()) {
      throw new IllegalArgumentException(
          "max_pooled_convolution: a block without residual is needed, got " + block);
    }
  }

  @Override
  public String type() {
    return "max_pooled_convolution";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    return new MaxPool(pool).shapes(block.shapes(inputs));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Optional<Tensor> bias = Optional.ofNullable(inputs.size() > 2 ? inputs.get(2) : null);
    boolean relu = block.relu().isPresent();
    ConvolutionCall call =
        new ConvolutionCall(inputs.get(0), inputs.get(1), bias, block.window(), relu);
    RecomputingVjp again = new RecomputingVjp(this, inputs);
    if (!recorded) {
      return Result.of(kernels.maxPooled(call, pool), again);
    }
    PooledConvolution pooled = kernels.recordedMaxPooled(call, pool);
    return Result.of(pooled.output(), new RecordedVjp(again, pooled));
  }

  /** Holds the inputs. */
  record RecomputingVjp(MaxPooledConvolution op, List<Tensor> inputs) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Kernels kernels = backward.kernels();
      Result convolved = op.block.forward(kernels, inputs);
      Result pooled = new MaxPool(op.pool).forward(kernels, convolved.outputs());
      Call last = new Call(op.maxPool, "max_pool", pooled.vjp());
      Tensor[] g = backward.through(last, outputGradients, new boolean[] {true});
      if (g[0] == null) {
        return new Tensor[wanted.length];
      }
      Call first = new Call(op.block.conv(), op.block.type(), convolved.vjp());
      Tensor[] gx = backward.through(first, g, wanted);
      List<Tensor> dead = List.of(convolved.outputs().get(0), pooled.outputs().get(0), g[0]);
      List<Tensor> inUse =
          Stream.of(inputs.stream(), Arrays.stream(outputGradients), Arrays.stream(gx))
              .flatMap(tensors -> tensors)
              .filter(Objects::nonNull)
              .toList();
      kernels.buffers().recycle(dead, inUse);
      return gx;
    }
  }

  /** Holds what the kernels recorded besides. */
  record RecordedVjp(RecomputingVjp again, PooledConvolution pooled) implements LinkedVjp {
    @Override
    public Sign sign() {
      return again.op.block.relu().isPresent() ? Sign.RECTIFIES : Sign.FREE;
    }

    /** The rectifier is met before the maximum: where that is positive, so is its source. */
    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      if (wanted.length > 1 && (wanted[1] || wanted.length > 2 && wanted[2])) {
        return apply(backward, new Tensor[] {outputGradient}, wanted);
      }
      Kernels kernels = backward.kernels();
      boolean rectify = sign() == Sign.RECTIFIES && !link.isRectified();
      Tensor y = pooled.output();
      Tensor g =
          rectify ? kernels.mapGradient(Functions.RELU, y, y, outputGradient) : outputGradient;
      Tensor gx = kernels.pooledInputGradient(g, pooled);
      if (g != outputGradient) {
        kernels.buffers().recycle(g);
      }
      GradientEpilogue epilogue = link.epilogue(0);
      if (epilogue.isNone()) {
        link.arrived(0, gx);
      } else {
        link.arrived(0, kernels.ended(gx, epilogue));
        kernels.buffers().recycle(gx);
      }
      return new Tensor[wanted.length];
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      return again.apply(backward, outputGradients, wanted);
    }

    @Override
    public List<Tensor> held() {
      return pooled.held();
    }
  }
}
