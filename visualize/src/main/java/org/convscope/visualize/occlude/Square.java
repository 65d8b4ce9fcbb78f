package org.convscope.visualize.occlude;

/**
 * The rectangle that covers a part of the image, and how far it moves from one position to the
 * next.
 *
 * @param height rows
 * @param width columns
 * @param strideY rows between neighbouring positions
 * @param strideX columns between neighbouring positions
 */
public record Square(int height, int width, int strideY, int strideX) {
  public Square {
    if (height < 1 || width < 1 || strideY < 1 || strideX < 1) {
      throw new IllegalArgumentException(
          "occlusion: size and stride must be at least 1 pixel, got size %d×%d and stride %d×%d"
              .formatted(height, width, strideY, strideX));
    }
  }

  /** The same size and stride on both axes. */
  public static Square of(int size, int stride) {
    return new Square(size, size, stride, stride);
  }
}
