package org.convscope.visualize.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * How a camera was held (EXIF tag 0x0112): what the stored picture must undergo to be upright.
 *
 * @param transposed whether rows and columns are exchanged, before the flips
 * @param flippedX whether the upright picture is mirrored left to right
 * @param flippedY whether the upright picture is mirrored top to bottom
 */
record Orientation(boolean transposed, boolean flippedX, boolean flippedY) {
  /** The orientation of EXIF's code 1…8; any other code means upright. */
  static Orientation ofCode(int code) {
    return switch (code) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> new Orientation(false, false, false);
    };
  }

  /** What an image file says; upright if it says nothing, or nothing that can be read. */
  static Orientation of(byte[] file) {
    try {
      Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(file));
      for (ExifIFD0Directory exif : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
        Integer code = exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        if (code != null) {
          return ofCode(code);
        }
      }
    } catch (ImageProcessingException | IOException e) {
      return ofCode(1);
    }
    return ofCode(1);
  }

  /** The upright picture. */
  Photo upright(Photo stored) {
    if (!transposed && !flippedX && !flippedY) {
      return stored;
    }
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int u = flippedX ? width - 1 - x : x;
        int v = flippedY ? height - 1 - y : y;
        int source = transposed ? u * stored.width() + v : v * stored.width() + u;
        System.arraycopy(from, 3 * source, to, 3 * (y * width + x), 3);
      }
    }
    return new Photo(width, height, to);
  }
}
