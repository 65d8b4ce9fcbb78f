package org.convscope.visualize.deconv;

/**
 * A rectangle in input pixels, which may reach beyond the image.
 *
 * @param y top row
 * @param x left column
 * @param height rows
 * @param width columns
 */
public record Box(int y, int x, int height, int width) {
  /**
   * The part of planes [C×H×W] inside the box, as [C×height×width]; zero outside the image, so that
   * the result always has the box's full size.
   */
  public float[] crop(float[] planes, int imageHeight, int imageWidth) {
    int channels = planes.length / (imageHeight * imageWidth);
    float[] out = new float[channels * height * width];
    int from = Math.max(0, -x);
    int to = Math.min(width, imageWidth - x);
    for (int c = 0; c < channels; c++) {
      for (int row = Math.max(0, -y); row < Math.min(height, imageHeight - y) && from < to; row++) {
        System.arraycopy(
            planes,
            (c * imageHeight + y + row) * imageWidth + x + from,
            out,
            (c * height + row) * width + from,
            to - from);
      }
    }
    return out;
  }
}
