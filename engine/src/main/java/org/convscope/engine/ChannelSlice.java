package org.convscope.engine;

/**
 * Neighbouring channels of a tensor, not copied: one part of a concatenation.
 *
 * @param whole [N×C×...]
 * @param start the first channel
 * @param length number of channels
 */
public record ChannelSlice(Tensor whole, int start, int length) {
  public ChannelSlice {
    int channels = whole.shape().dim(1);
    if (start < 0 || length < 0 || start > channels - length) {
      throw new IllegalArgumentException(
          "channel slice: must lie within the %d channels of %s, got %d from %d on"
              .formatted(channels, whole, length, start));
    }
  }

  /** All channels of a tensor. */
  public static ChannelSlice all(Tensor whole) {
    return new ChannelSlice(whole, 0, whole.shape().dim(1));
  }

  /** Shape of the slice. */
  public Shape shape() {
    return whole.shape().with(1, length);
  }

  /** True if there are no other channels. */
  public boolean isWhole() {
    return length == whole.shape().dim(1);
  }
}
