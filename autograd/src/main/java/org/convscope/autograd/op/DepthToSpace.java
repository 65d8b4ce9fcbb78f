package org.convscope.autograd.op;

import java.util.List;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.engine.Shape;

/**
 * Moves channels into blocks of pixels (ONNX DepthToSpace, PyTorch's pixel shuffle): [N×C·b²×H×W]
 * to [N×C×H·b×W·b].
 *
 * @param block side b of the blocks
 * @param order which part of the channel number becomes the place in the block
 */
public record DepthToSpace(int block, Order order) implements Composed {
  /** Order of the parts of a channel number, slowest first. */
  public enum Order {
    /** Row in the block, column in the block, channel: ONNX's default. */
    DEPTH_COLUMN_ROW,
    /** Channel, row in the block, column in the block: PyTorch's pixel shuffle. */
    COLUMN_ROW_DEPTH
  }

  public DepthToSpace {
    SpaceToDepth.requireBlock("depth_to_space", block);
  }

  @Override
  public String type() {
    return "depth_to_space";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    if (x.rank() != 4 || x.dim(1) % (block * block) != 0) {
      throw new IllegalArgumentException(
          "depth_to_space: channels of an NCHW input must divide by block², got %s, block %d"
              .formatted(x, block));
    }
    return List.of(
        Shape.of(x.dim(0), x.dim(1) / (block * block), x.dim(2) * block, x.dim(3) * block));
  }

  @Override
  public List<Variable> compose(Tape tape, List<Variable> inputs) {
    Shape x = inputs.get(0).value().shape();
    int c = x.dim(1) / (block * block);
    boolean depthFirst = order == Order.DEPTH_COLUMN_ROW;
    Variable parts =
        tape.apply(
            depthFirst
                ? Reshape.to(Shape.of(x.dim(0), block, block, c, x.dim(2), x.dim(3)))
                : Reshape.to(Shape.of(x.dim(0), c, block, block, x.dim(2), x.dim(3))),
            inputs.get(0));
    Variable moved =
        tape.apply(
            depthFirst ? Transpose.of(0, 3, 4, 1, 5, 2) : Transpose.of(0, 1, 4, 2, 5, 3), parts);
    return List.of(tape.apply(Reshape.to(shapes(List.of(x)).get(0)), moved));
  }
}
