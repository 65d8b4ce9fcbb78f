package org.convscope.visualize.ascend;

import org.convscope.engine.Shape;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.ascend.objective.Objective;

/**
 * What is to be raised.
 *
 * @param network that takes views of {@code view}'s size
 * @param preprocessing how photographs become its input
 * @param objective what to raise
 * @param canvas the image [N×C×H×W] in the network's input space
 * @param view rows and columns of what the network sees of it
 */
public record AscentTask(
    Network network, Preprocessing preprocessing, Objective objective, Shape canvas, View view) {
  /** Rows and columns of what the network sees. */
  public record View(int height, int width) {}

  /** The same with an image of another size. */
  public AscentTask withSize(int height, int width, View newView) {
    Shape shape = Shape.of(canvas.dim(0), canvas.dim(1), height, width);
    return new AscentTask(network, preprocessing, objective, shape, newView);
  }
}
