package org.convscope.models.synthetic;

/** The last step of every picture: light falling across it, blur, sensor noise, 8-bit values. */
final class Camera {
  private final Draws draws;
  private final Canvas canvas;
  private final int size;

  private Camera(Draws draws, Canvas canvas) {
    this.draws = draws;
    this.canvas = canvas;
    this.size = canvas.size;
  }

  static Pixels shoot(Canvas canvas, Draws draws) {
    Camera camera = new Camera(draws, canvas);
    camera.light();
    camera.blur();
    return camera.expose();
  }

  /** Brightness changes linearly across the picture and falls off towards the corners. */
  private void light() {
    double angle = draws.angle();
    double strength = draws.between(0, 0.5) / size;
    float alongX = (float) (strength * StrictMath.cos(angle));
    float alongY = (float) (strength * StrictMath.sin(angle));
    float fall = (float) (draws.between(0, 0.5) / (size * size));
    float overall = (float) draws.between(0.8, 1.15);
    float[] tint = new float[3];
    for (int c = 0; c < 3; c++) {
      tint[c] = overall * (float) draws.between(0.93, 1.07);
    }
    for (int y = 0, i = 0; y < size; y++) {
      float dy = y + 0.5f - size / 2f;
      for (int x = 0; x < size; x++, i++) {
        float dx = x + 0.5f - size / 2f;
        float light = 1 + alongX * dx + alongY * dy - fall * (dx * dx + dy * dy);
        for (int c = 0; c < 3; c++) {
          canvas.planes[c][i] *= light * tint[c];
        }
      }
    }
  }

  /** Half the pictures are out of focus, by a standard deviation of up to 1 pixel in 96. */
  private void blur() {
    double sigma = draws.chance(0.5) ? draws.between(0.2, 1) * size / 96 : 0;
    double variance = sigma * sigma;
    int passes = (int) Math.ceil(variance / 0.5);
    for (int pass = 0; pass < passes; pass++) {
      float side = (float) (variance / passes / 2);
      for (float[] plane : canvas.planes) {
        smooth(plane, side, 1, size);
        smooth(plane, side, size, 1);
      }
    }
  }

  /** One pass of the kernel (side, 1 − 2·side, side) along one axis; edges repeat. */
  private void smooth(float[] plane, float side, int step, int across) {
    for (int line = 0; line < size; line++) {
      int start = line * across;
      float before = plane[start];
      for (int k = 0; k < size; k++) {
        int i = start + k * step;
        float here = plane[i];
        float after = k + 1 < size ? plane[i + step] : here;
        plane[i] = here + side * (before - 2 * here + after);
        before = here;
      }
    }
  }

  private Pixels expose() {
    float grain = (float) draws.between(0, 0.05) * 255;
    int area = size * size;
    byte[] bytes = new byte[3 * area];
    for (int i = 0; i < area; i++) {
      long bits = draws.bits();
      for (int c = 0; c < 3; c++) {
        float value = canvas.planes[c][i] * 255 + grain * triangle((int) (bits >>> 20 * c));
        bytes[c * area + i] = (byte) Math.max(0, Math.min(255, (int) (value + 0.5f)));
      }
    }
    return new Pixels(size, bytes);
  }

  /** The sum of two uniform numbers of 10 bits each, shifted to mean 0, standard deviation 1. */
  private static float triangle(int bits) {
    int sum = (bits & 0x3ff) + (bits >>> 10 & 0x3ff);
    return (sum - 1023) * (2.4494897f / 1024);
  }
}
