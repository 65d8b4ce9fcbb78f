package org.convscope.autograd.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Call;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
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

  /** The same without rectifiers. */
  private JoinedConvolutions unrectified() {
    return new JoinedConvolutions(
        blocks.stream()
            .map(b -> new ConvBlock(b.window(), b.conv(), b.norm(), b.sum(), Optional.empty()))
            .toList(),
        concat);
  }

  /** Holds the blocks' inputs and weights and the output. */
  record JoinedVjp(JoinedConvolutions op, List<ConvolutionCall> calls, Tensor y) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      if (isPlain(backward)) {
        Tensor g = backward.kernels().mapGradient(Functions.RELU, y, y, outputGradients[0]);
        Tensor[] gx = new JoinedVjp(op.unrectified(), calls, y).parts(backward, g, wanted);
        recycle(backward.kernels(), g, outputGradients[0], gx);
        return gx;
      }
      return parts(backward, outputGradients[0], wanted);
    }

    /** True if all blocks end in a rectifier and no rule looks: one pass over the whole then. */
    private boolean isPlain(Backward backward) {
      return calls.stream().allMatch(ConvolutionCall::relu)
          && !backward.rules().replacesAny(List.of("concat", "relu", "conv_block"));
    }

    private Tensor[] parts(Backward backward, Tensor gy, boolean[] wanted) {
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
