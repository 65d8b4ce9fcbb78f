package org.convscope.models.synthetic;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.BitSet;

/** Which pixels of a square image belong to the object: those it covers by at least half. */
public final class Mask {
  private final int size;
  private final BitSet pixels;

  private Mask(int size, BitSet pixels) {
    this.size = size;
    this.pixels = pixels;
  }

  /** The pixels, row by row, whose coverage (0…1) is at least one half. */
  static Mask covered(int size, float[] coverage) {
    BitSet pixels = new BitSet(size * size);
    for (int i = 0; i < size * size; i++) {
      if (coverage[i] >= 0.5f) {
        pixels.set(i);
      }
    }
    return new Mask(size, pixels);
  }

  /** Height and width of the image. */
  public int size() {
    return size;
  }

  /** Whether the pixel in column {@code x} and row {@code y} belongs to the object. */
  public boolean contains(int x, int y) {
    return x >= 0 && x < size && y >= 0 && y < size && pixels.get(y * size + x);
  }

  /** Number of pixels of the object. */
  public int count() {
    return pixels.cardinality();
  }

  /** The tight rectangle around the object. */
  public Box bounds() {
    int left = size;
    int right = -1;
    int top = size;
    int bottom = -1;
    for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
      left = Math.min(left, i % size);
      right = Math.max(right, i % size);
      top = Math.min(top, i / size);
      bottom = Math.max(bottom, i / size);
    }
    return new Box(left, top, right - left + 1, bottom - top + 1);
  }

  /** A grey picture, 255 on the object and 0 elsewhere. */
  public BufferedImage image() {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
      data[i] = (byte) 255;
    }
    return image;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask && size == mask.size && pixels.equals(mask.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * size + pixels.hashCode();
  }
}
