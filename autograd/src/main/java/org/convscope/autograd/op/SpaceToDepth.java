package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * Moves blocks of pixels into channels (ONNX SpaceToDepth): [N×C×H×W] to [N×C·b²×H/b×W/b]; the
 * place in the block is the slow part of the new channel number.
 *
 * @param block side b of the blocks
 */
public record SpaceToDepth(int block) implements Composed {
  public SpaceToDepth {
    requireBlock("space_to_depth", block);
  }

  static void requireBlock(String op, int block) {
    if (block < 1) {
      throw new IllegalArgumentException(op + ": block must be at least 1, got " + block);
    }
  }

  @Override
  public String type() {
    return "space_to_depth";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    if (x.rank() != 4 || x.dim(2) % block != 0 || x.dim(3) % block != 0) {
      throw new IllegalArgumentException(
          "space_to_depth: H and W of an NCHW input must divide by block, got %s, block %d"
              .formatted(x, block));
    }
    return List.of(
        Shape.of(x.dim(0), x.dim(1) * block * block, x.dim(2) / block, x.dim(3) / block));
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Shape x = inputs.get(0).value().shape();
    Shape cut = Shape.of(x.dim(0), x.dim(1), x.dim(2) / block, block, x.dim(3) / block, block);
    Variable moved =
        tape.apply(Transpose.of(0, 3, 5, 1, 2, 4), tape.apply(Reshape.to(cut), inputs.get(0)));
    return List.of(tape.apply(Reshape.to(shapes(List.of(x)).get(0)), moved));
  }
}
