package org.convscope.models;

/**
 * What the units of a feature map see of the input image.
 *
 * @param rows along the height
 * @param columns along the width
 * @param wholeImage every unit sees everything; the axes then are the image's
 */
public record ReceptiveField(Axis rows, Axis columns, boolean wholeImage) {
  /**
   * One axis: unit p sees {@code size} pixels from {@code start + p·stride} on, where padding
   * counts as pixels before 0 and beyond the image.
   *
   * @param size pixels from the first to the last one seen; the most of any unit if they differ
   * @param stride pixels between neighbouring units, on average
   * @param start first pixel that unit 0 sees; negative in the padding
   */
  public record Axis(int size, double stride, int start) {}

  /**
   * A rectangle of pixels, which may lie partly outside of the image.
   *
   * @param top first row
   * @param left first column
   */
  public record Region(int top, int left, int height, int width) {
    /**
     * The part of planes [C×H×W] inside the region, as [C×height×width]; zero outside of the image,
     * so that the result always has the region's full size.
     */
    public float[] crop(float[] planes, int imageHeight, int imageWidth) {
      int channels = planes.length / (imageHeight * imageWidth);
      float[] out = new float[channels * height * width];
      int from = Math.max(0, -left);
      int to = Math.min(width, imageWidth - left);
      int below = Math.min(height, imageHeight - top);
      for (int c = 0; c < channels; c++) {
        for (int row = Math.max(0, -top); row < below && from < to; row++) {
          System.arraycopy(
              planes,
              (c * imageHeight + top + row) * imageWidth + left + from,
              out,
              (c * height + row) * width + from,
              to - from);
        }
      }
      return out;
    }
  }
}
