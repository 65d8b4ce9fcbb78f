package org.convscope.engine.vector;

import org.convscope.engine.Blocked;
import org.convscope.engine.ChannelSlice;

/**
 * Planes (of a channel, or of a block of 16) of a batch of images, which may be some of each
 * image's: a slice of the channels needs no copy.
 *
 * @param data planes of all images
 * @param first the first one of an image that is looked at
 * @param perImage planes of an image
 */
record Planes(float[] data, int first, int perImage) {

  /** All planes of images of {@code perImage} planes. */
  static Planes all(float[] data, int perImage) {
    return new Planes(data, 0, perImage);
  }

  /** True if the slice begins and ends where blocks do. */
  static boolean hold(ChannelSlice slice) {
    int end = slice.start() + slice.length();
    boolean ends = end % Blocked.LANES == 0 || end == slice.whole().shape().dim(1);
    return slice.start() % Blocked.LANES == 0 && ends;
  }

  /** The blocks of a slice that {@link #hold} is true of. */
  static Planes of(ChannelSlice slice) {
    return new Planes(
        slice.whole().blocked(),
        slice.start() / Blocked.LANES,
        Blocked.groups(slice.whole().shape().dim(1)));
  }

  /** The same from the plane on that is now number {@code i} of an image. */
  Planes from(int i) {
    return new Planes(data, first + i, perImage);
  }

  /** The number within the data of plane {@code i}, counted from the first, of an image. */
  int at(int image, int i) {
    return image * perImage + first + i;
  }
}
