package org.convscope.models.synthetic;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A square RGB picture of bytes in planes [3×size×size], the order in which a network reads it.
 * Immutable.
 */
public final class Pixels {
  private final int size;
  private final byte[] planes;

  /** Keeps {@code planes} without copying. */
  Pixels(int size, byte[] planes) {
    this.size = size;
    this.planes = planes;
  }

  /** Height and width. */
  public int size() {
    return size;
  }

  /** The value 0…255 of a channel (0 red, 1 green, 2 blue) in row {@code y}, column {@code x}. */
  public int at(int channel, int y, int x) {
    return planes[(channel * size + y) * size + x] & 0xff;
  }

  /** Writes all 3·size² values as value/255 to {@code target}, from {@code offset} on. */
  public void copyTo(float[] target, int offset) {
    for (int i = 0; i < planes.length; i++) {
      target[offset + i] = (planes[i] & 0xff) / 255f;
    }
  }

  /** Writes all 3·size² bytes (unsigned) to {@code target}, from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(planes, 0, target, offset, planes.length);
  }

  /** The picture for looking at. */
  public BufferedImage image() {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        image.setRGB(x, y, at(0, y, x) << 16 | at(1, y, x) << 8 | at(2, y, x));
      }
    }
    return image;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pixels pixels
        && size == pixels.size
        && Arrays.equals(planes, pixels.planes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(planes);
  }
}
