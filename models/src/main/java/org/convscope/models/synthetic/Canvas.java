package org.convscope.models.synthetic;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/**
 * A square picture of floats in three planes, painted region by region: Java2D computes how much of
 * each pixel a region covers, the paint says with what.
 */
final class Canvas {
  final int size;
  final float[][] planes;

  private final Graphics2D renderer;
  private final byte[] coverage;
  private final float[] rgb = new float[3];

  Canvas(int size) {
    this.size = size;
    this.planes = new float[3][size * size];
    BufferedImage raster = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    this.coverage = ((DataBufferByte) raster.getRaster().getDataBuffer()).getData();
    this.renderer = raster.createGraphics();
    renderer.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    renderer.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    renderer.setColor(Color.WHITE);
  }

  /** Paints the whole picture. */
  void paint(Paint paint) {
    for (int y = 0, i = 0; y < size; y++) {
      for (int x = 0; x < size; x++, i++) {
        paint.colour(x + 0.5, y + 0.5, rgb);
        planes[0][i] = rgb[0];
        planes[1][i] = rgb[1];
        planes[2][i] = rgb[2];
      }
    }
  }

  /** Paints a region (in pixels) over what is there, {@code opacity} 1 hiding it. */
  void paint(Outline region, Paint paint, double opacity) {
    Box window = cover(region);
    if (window != null) {
      blend(window, paint, (float) opacity / 255f);
      clear(window);
    }
  }

  /**
   * Paints an opaque region and adds it to the coverage of the object.
   *
   * @param object coverage so far, 0…1, changed
   * @return the tight box of the pixels it covers by at least half; null if there are none
   */
  Box paint(Outline region, Paint paint, float[] object) {
    Box window = cover(region);
    if (window == null) {
      return null;
    }
    blend(window, paint, 1 / 255f);
    int left = size;
    int right = -1;
    int top = size;
    int bottom = -1;
    for (int y = window.y(); y < window.y() + window.height(); y++) {
      for (int x = window.x(); x < window.x() + window.width(); x++) {
        int i = y * size + x;
        int covered = coverage[i] & 0xff;
        object[i] = 1 - (1 - object[i]) * (1 - covered / 255f);
        if (covered >= 128) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    clear(window);
    return right < 0 ? null : new Box(left, top, right - left + 1, bottom - top + 1);
  }

  private void blend(Box window, Paint paint, float scale) {
    for (int y = window.y(); y < window.y() + window.height(); y++) {
      for (int x = window.x(); x < window.x() + window.width(); x++) {
        int i = y * size + x;
        if (coverage[i] != 0) {
          float weight = (coverage[i] & 0xff) * scale;
          paint.colour(x + 0.5, y + 0.5, rgb);
          for (int c = 0; c < 3; c++) {
            planes[c][i] += weight * (rgb[c] - planes[c][i]);
          }
        }
      }
    }
  }

  /** Fills the coverage raster; returns the pixels that may be touched, null if none are. */
  private Box cover(Outline region) {
    double[] bounds = {size, size, 0, 0};
    region.extend(bounds);
    int left = (int) Math.max(0, Math.floor(bounds[0]));
    int top = (int) Math.max(0, Math.floor(bounds[1]));
    int right = (int) Math.min(size, Math.ceil(bounds[2]));
    int bottom = (int) Math.min(size, Math.ceil(bounds[3]));
    if (right <= left || bottom <= top) {
      return null;
    }
    renderer.fill(region.path());
    return new Box(left, top, right - left, bottom - top);
  }

  private void clear(Box window) {
    for (int y = window.y(); y < window.y() + window.height(); y++) {
      int from = y * size + window.x();
      Arrays.fill(coverage, from, from + window.width(), (byte) 0);
    }
  }
}
