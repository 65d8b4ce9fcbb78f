package org.convscope.visualize.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Turns what decoders return into plain RGB. */
final class Rgb {
  private Rgb() {}

  /** The picture as 8-bit RGB, transparency laid on white. */
  static Photo of(BufferedImage image) {
    ColorSpace space = image.getColorModel().getColorSpace();
    if (space.getType() == ColorSpace.TYPE_GRAY
        && !(image.getColorModel() instanceof IndexColorModel)) {
      return grey(image);
    }
    if (!space.isCS_sRGB()) {
      boolean rgb = space.getType() == ColorSpace.TYPE_RGB;
      return of(rgb && hasComponents(image) ? asStored(image) : converted(image));
    }
    return image.getType() == BufferedImage.TYPE_3BYTE_BGR ? bgr(image) : argb(image);
  }

  private static boolean hasComponents(BufferedImage image) {
    return image.getColorModel() instanceof ComponentColorModel;
  }

  /**
   * RGB with a colour profile of its own, taken as if it were sRGB: training pipelines ignore
   * profiles, so this is what networks have learned from.
   */
  private static BufferedImage asStored(BufferedImage image) {
    ColorModel model = image.getColorModel();
    ColorModel srgb =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            model.hasAlpha(),
            model.isAlphaPremultiplied(),
            model.getTransparency(),
            model.getTransferType());
    return new BufferedImage(srgb, image.getRaster(), model.isAlphaPremultiplied(), null);
  }

  private static BufferedImage converted(BufferedImage image) {
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage to =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            alpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
    return new ColorConvertOp(null).filter(image, to);
  }

  private static Photo bgr(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    byte[] rgb = new byte[3 * width * height];
    if (raster.getDataBuffer() instanceof DataBufferByte b && b.getSize() == rgb.length) {
      byte[] data = b.getData();
      for (int i = 0; i < rgb.length; i += 3) {
        rgb[i] = data[i + 2];
        rgb[i + 1] = data[i + 1];
        rgb[i + 2] = data[i];
      }
      return new Photo(width, height, rgb);
    }
    return argb(image);
  }

  private static Photo argb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        int alpha = row[x] >>> 24;
        rgb[at] = onWhite(row[x] >> 16 & 0xff, alpha);
        rgb[at + 1] = onWhite(row[x] >> 8 & 0xff, alpha);
        rgb[at + 2] = onWhite(row[x] & 0xff, alpha);
      }
    }
    return new Photo(width, height, rgb);
  }

  /**
   * Grey levels as stored. Java's grey colour space is linear light, so asking for RGB would
   * brighten them.
   */
  private static Photo grey(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    boolean alpha = image.getColorModel().hasAlpha();
    byte[] rgb = new byte[3 * width * height];
    int[] levels = new int[width];
    int[] alphas = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, levels);
      if (alpha) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 1, alphas);
      }
      for (int x = 0; x < width; x++) {
        byte level = onWhite(to8(levels[x], most), alpha ? to8(alphas[x], most) : 255);
        int at = 3 * (y * width + x);
        rgb[at] = level;
        rgb[at + 1] = level;
        rgb[at + 2] = level;
      }
    }
    return new Photo(width, height, rgb);
  }

  private static int to8(int level, int most) {
    return (int) ((level * 255L + most / 2) / most);
  }

  private static byte onWhite(int level, int alpha) {
    return (byte) ((level * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
