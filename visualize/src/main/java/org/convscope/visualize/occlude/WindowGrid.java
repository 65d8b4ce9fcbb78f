package org.convscope.visualize.occlude;

import java.util.List;
import java.util.stream.IntStream;
import org.convscope.models.ReceptiveField.Region;

/**
 * The positions of the square over an image, row by row.
 *
 * @param imageHeight rows of the image
 * @param imageWidth columns of the image
 * @param square what moves
 * @param edge what happens at the image's edge
 */
public record WindowGrid(int imageHeight, int imageWidth, Square square, Edge edge) {
  /** Where the square may lie. */
  public enum Edge {
    /** Fully inside of the image, from the top left corner on: 0, stride, 2·stride, … */
    INSIDE,
    /** Partly outside as well: its middle moves over the image, from the corner on. */
    OVER
  }

  public WindowGrid {
    if (square.height() > imageHeight || square.width() > imageWidth) {
      throw new IllegalArgumentException(
          "occlusion: the square must fit into the image of %d×%d, got %d×%d"
              .formatted(imageHeight, imageWidth, square.height(), square.width()));
    }
  }

  /** Positions from top to bottom. */
  public int rows() {
    return count(imageHeight, square.height(), square.strideY());
  }

  /** Positions from left to right. */
  public int columns() {
    return count(imageWidth, square.width(), square.strideX());
  }

  private int count(int image, int size, int stride) {
    return (edge == Edge.INSIDE ? image - size : image - 1) / stride + 1;
  }

  /** First row that the square covers in row {@code r} of positions; may be negative. */
  public int top(int r) {
    return r * square.strideY() - (edge == Edge.INSIDE ? 0 : square.height() / 2);
  }

  /** First column that the square covers in column {@code c} of positions; may be negative. */
  public int left(int c) {
    return c * square.strideX() - (edge == Edge.INSIDE ? 0 : square.width() / 2);
  }

  /** All positions, row by row; only what lies inside of the image. */
  public List<Region> windows() {
    return IntStream.range(0, rows() * columns()).mapToObj(this::window).toList();
  }

  private Region window(int i) {
    int top = top(i / columns());
    int left = left(i % columns());
    int y = Math.max(0, top);
    int x = Math.max(0, left);
    return new Region(
        y,
        x,
        Math.min(imageHeight, top + square.height()) - y,
        Math.min(imageWidth, left + square.width()) - x);
  }
}
