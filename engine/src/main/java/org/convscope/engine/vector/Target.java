package org.convscope.engine.vector;

/**
 * Where the results of a sweep go, and what is done to them on the way.
 *
 * @param data the array
 * @param at first pixel's position
 * @param image floats from one image to the next
 * @param block floats from one channel block to the next
 * @param row floats from one row to the next
 * @param step floats from one pixel to the next
 * @param residual array of the same arrangement to add, or null
 * @param gate array of the same arrangement: what does not lie at a positive number becomes 0; or
 *     null
 * @param relu rectify last
 */
record Target(
    float[] data,
    int at,
    int image,
    int block,
    int row,
    int step,
    float[] residual,
    float[] gate,
    boolean relu) {
  /** Results that nothing is done to. */
  Target(float[] data, int at, int image, int block, int row, int step) {
    this(data, at, image, block, row, step, null, null, false);
  }

  /** The same places in another array, with another residual and end. */
  Target with(float[] newData, float[] newResidual, boolean newRelu) {
    return new Target(newData, at, image, block, row, step, newResidual, gate, newRelu);
  }

  /** The places of the channels from block {@code i} on. */
  Target from(int i) {
    return new Target(data, at + i * block, image, block, row, step, residual, gate, relu);
  }
}
