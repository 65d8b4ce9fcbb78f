package org.convscope.engine.vector;

import java.util.Arrays;
import org.convscope.engine.Blocked;
import org.convscope.engine.Shape;

/**
 * The square piece of an image that belongs to a tile, for {@link WinogradTransforms} to read:
 * where it lies, or a copy with zeros where it reaches out of the image. One thread's own.
 *
 * <p>Tiles are numbered over all images, each from left to right and from top to bottom.
 */
final class WinogradPatches {
  private final Planes planes;
  private final int height;
  private final int width;
  private final int size;
  private final int step;
  private final int top;
  private final int left;
  private final int across;
  private final int perImage;
  private final float[] cut;
  private boolean inside;
  private int first;

  /**
   * @param planes blocks of images of shape {@code shape}
   * @param size pixels of a piece along an axis
   * @param step pixels from one piece to the next
   * @param top rows of zeros above the images; negative: rows that are not read
   * @param left columns of zeros before them, likewise
   * @param down tiles of an image below each other
   * @param across tiles beside each other
   */
  WinogradPatches(
      Planes planes, Shape shape, int size, int step, int top, int left, int down, int across) {
    this.planes = planes;
    this.height = shape.dim(2);
    this.width = shape.dim(3);
    this.size = size;
    this.step = step;
    this.top = top;
    this.left = left;
    this.across = across;
    this.perImage = down * across;
    this.cut = new float[size * size * Blocked.LANES];
  }

  /** Goes to a tile's piece of a block of channels. */
  void move(int tile, int block) {
    int plane = planes.at(tile / perImage, block) * height;
    int y = tile % perImage / across * step - top;
    int x = tile % perImage % across * step - left;
    inside = y >= 0 && x >= 0 && y + size <= height && x + size <= width;
    if (inside) {
      first = ((plane + y) * width + x) * Blocked.LANES;
    } else {
      cut(plane, y, x);
      first = 0;
    }
  }

  /** The array that holds the piece. */
  float[] data() {
    return inside ? planes.data() : cut;
  }

  /** Where its first pixel is. */
  int at() {
    return first;
  }

  /** Floats from one of its rows to the next. */
  int row() {
    return (inside ? width : size) * Blocked.LANES;
  }

  private void cut(int plane, int y, int x) {
    int begin = Math.min(size, Math.max(0, -x));
    int end = Math.max(begin, Math.min(size, width - x));
    Arrays.fill(cut, 0f);
    if (end == begin) {
      return;
    }
    for (int i = Math.max(0, -y); i < Math.min(size, height - y); i++) {
      System.arraycopy(
          planes.data(),
          ((plane + y + i) * width + x + begin) * Blocked.LANES,
          cut,
          (i * size + begin) * Blocked.LANES,
          (end - begin) * Blocked.LANES);
    }
  }
}
