package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Call;
import org.convscope.autograd.LinkedVjp;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Convolution blocks whose outputs are concatenated along the channels, computed side by side
 * without copies: {@code y = concat(block₁(x₁), block₂(x₂), …)}.
 *
 * <p>Inputs: x, weight and bias (may be omitted) of each block in turn. On the way back the
 * concatenation and then each block's nodes present themselves under their own names and types, so
 * that every gradient rule sees the graph as it was before fusion.
 *
 * @param blocks without residual sums
 * @param concat name of the concatenation node
 */
public record JoinedConvolutions(List<ConvBlock> blocks, String concat) implements Op {
  /** Inputs per block. */
  private static final int INPUTS = 3;

  public JoinedConvolutions {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty() || blocks.stream().anyMatch(b -> b.sum().isPresent())) {
      throw new IllegalArgumentException(
          "joined_convolutions: at least one block without residual is needed, got " + blocks);
    }
  }

  @Override
  public String type() {
    return "joined_convolutions";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    List<Shape> parts = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      parts.addAll(blocks.get(i).shapes(inputs.subList(i * INPUTS, (i + 1) * INPUTS)));
    }
    return new Concat(1).shapes(parts);
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    List<ConvolutionCall> calls = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      ConvBlock block = blocks.get(i);
      List<Tensor> in = inputs.subList(i * INPUTS, (i + 1) * INPUTS);
      calls.add(
          new ConvolutionCall(
              in.get(0),
              in.get(1),
              Optional.ofNullable(in.get(2)),
              block.window(),
              block.relu().isPresent()));
    }
    Tensor y = kernels.joined(calls);
    return Result.of(y, new JoinedVjp(this, List.copyOf(calls), y));
  }

  /** Holds the blocks' inputs and weights and the output. */
  record JoinedVjp(JoinedConvolutions op, List<ConvolutionCall> calls, Tensor y)
      implements LinkedVjp {
    @Override
    public Sign sign() {
      return calls.stream().allMatch(ConvolutionCall::relu) ? Sign.RECTIFIES : Sign.FREE;
    }

    /** One rectifier for the whole, whose parts the convolutions read where they lie. */
    @Override
    public Tensor[] apply(Backward backward, Tensor outputGradient, boolean[] wanted, Link link) {
      if (sign() == Sign.FREE && calls.stream().anyMatch(ConvolutionCall::relu)) {
        return apply(backward, new Tensor[] {outputGradient}, wanted);
      }
      Kernels kernels = backward.kernels();
      boolean rectify = sign() == Sign.RECTIFIES && !link.isRectified();
      Tensor g =
          rectify ? kernels.mapGradient(Functions.RELU, y, y, outputGradient) : outputGradient;
      Tensor[] gx = new Tensor[wanted.length];
      Tensor sums = wantsBias(wanted) ? kernels.channelSum(g) : null;
      int start = 0;
      for (int i = 0; i < calls.size(); i++) {
        ChannelSlice part = new ChannelSlice(g, start, calls.get(i).weight().shape().dim(0));
        throughConvolution(kernels, i, part, wanted, gx, link);
        if (wanted[i * INPUTS + 2]) {
          gx[i * INPUTS + 2] = kernels.narrow(sums, 0, start, part.length());
        }
        start += part.length();
      }
      if (sums != null) {
        recycle(kernels, sums, outputGradient, gx);
      }
      recycle(kernels, g, outputGradient, gx);
      return gx;
    }

    private boolean wantsBias(boolean[] wanted) {
      return IntStream.range(0, calls.size()).anyMatch(i -> wanted[i * INPUTS + 2]);
    }

    /** The gradients by a convolution's input and weight. */
    private void throughConvolution(
        Kernels kernels, int i, ChannelSlice gy, boolean[] wanted, Tensor[] gx, Link link) {
      ConvolutionCall call = calls.get(i);
      if (wanted[i * INPUTS]) {
        new Conv.ConvVjp(call.window(), call.x(), call.weight(), Optional.empty())
            .arrive(kernels, gy, i * INPUTS, link);
      }
      if (wanted[i * INPUTS + 1]) {
        gx[i * INPUTS + 1] =
            kernels.convolutionWeightGradient(call.x(), gy, call.window(), call.weight().shape());
      }
    }

    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor gy = outputGradients[0];
      boolean[] parts = new boolean[calls.size()];
      for (int i = 0; i < wanted.length; i++) {
        parts[i / INPUTS] |= wanted[i];
      }
      int[] channels = calls.stream().mapToInt(c -> c.weight().shape().dim(0)).toArray();
      Call concat = new Call(op.concat(), "concat", new Concat.ConcatVjp(1, channels));
      Tensor[] gys = backward.through(concat, new Tensor[] {gy}, parts);
      Tensor[] gx = new Tensor[wanted.length];
      int start = 0;
      for (int i = 0; i < parts.length; i++) {
        if (parts[i] && gys[i] != null) {
          boolean[] asked = Arrays.copyOfRange(wanted, i * INPUTS, (i + 1) * INPUTS);
          Tensor[] found = throughBlock(backward, i, start, gys[i], asked);
          System.arraycopy(found, 0, gx, i * INPUTS, INPUTS);
          recycle(backward.kernels(), gys[i], gy, found);
        }
        start += channels[i];
      }
      return gx;
    }

    /** The block's rectifier needs its part of the output, which exists for this call only. */
    private Tensor[] throughBlock(
        Backward backward, int i, int start, Tensor gy, boolean[] wanted) {
      ConvolutionCall call = calls.get(i);
      ConvBlock block = op.blocks().get(i);
      Kernels kernels = backward.kernels();
      Shape shape = call.shape();
      Tensor part = block.relu().isPresent() ? kernels.narrow(y, 1, start, shape.dim(1)) : null;
      Vjp vjp = new ConvBlock.ConvBlockVjp(block, call.x(), call.weight(), shape, null, part);
      Call recorded = new Call(block.conv(), block.type(), vjp);
      Tensor[] gx = backward.through(recorded, new Tensor[] {gy}, wanted);
      if (part != null) {
        recycle(kernels, part, y, gx);
      }
      return gx;
    }

    /** Gives back a part, unless it is its whole or is handed on. */
    private static void recycle(Kernels kernels, Tensor part, Tensor whole, Tensor[] handed) {
      boolean own = !part.sharesNumbers(whole);
      for (Tensor t : handed) {
        own &= t == null || !t.sharesNumbers(part);
      }
      if (own) {
        kernels.buffers().recycle(part);
      }
    }
  }
}
