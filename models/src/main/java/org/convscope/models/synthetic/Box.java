package org.convscope.models.synthetic;

/**
 * A rectangle of whole pixels.
 *
 * @param x left column
 * @param y top row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Box(int x, int y, int width, int height) {
  public Box {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "box: a corner at 0 or more and at least one pixel are needed, got x %d, y %d, width %d,"
                  .formatted(x, y, width)
              + " height "
              + height);
    }
  }

  /** Whether {@code inner} lies fully inside this box. */
  public boolean contains(Box inner) {
    return inner.x >= x
        && inner.y >= y
        && inner.x + inner.width <= x + width
        && inner.y + inner.height <= y + height;
  }
}
