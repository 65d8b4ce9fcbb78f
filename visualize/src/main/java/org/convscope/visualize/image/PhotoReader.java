package org.convscope.visualize.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads JPEG (also CMYK, YCCK and grey), PNG (also 16 bits), GIF (its first frame), BMP and WebP,
 * whatever the file is called. EXIF orientation is applied, transparency is laid on white, colour
 * profiles of RGB images are ignored, as they are where networks are trained.
 */
public final class PhotoReader {
  /** Pixels beyond which a file is refused before it is decoded; as in Pillow. */
  private static final long MOST_PIXELS = 178_956_970;

  private static final long MOST_BYTES = 1 << 29;
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "webp");

  private PhotoReader() {}

  /** True if a file's name looks like one of the formats read here. */
  public static boolean isPhotoName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * Reads a photograph.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no image, a damaged one or a far too large one
   */
  public static Photo read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + ": an image file is needed, got a folder");
    }
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          file + ": an image has at most " + MOST_BYTES + " bytes, got " + size);
    }
    byte[] bytes = Files.readAllBytes(file);
    return Orientation.of(bytes).upright(Rgb.of(decode(file, bytes)));
  }

  private static BufferedImage decode(Path file, byte[] bytes) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IllegalArgumentException(
            "%s: must be a JPEG, PNG, GIF, BMP or WebP image, got %d bytes of something else"
                .formatted(file, bytes.length));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, false);
        return first(file, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private static BufferedImage first(Path file, ImageReader reader) throws IOException {
    long pixels = 0;
    Damage damage = new Damage();
    try {
      reader.addIIOReadWarningListener(damage);
      pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels <= MOST_PIXELS) {
        BufferedImage image = reader.read(0, asStored(reader));
        if (damage.found().isPresent()) {
          throw new IOException(damage.found().get());
        }
        return image;
      }
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
    throw new IllegalArgumentException(
        "%s: an image has at most %d pixels, got %d×%d"
            .formatted(file, MOST_PIXELS, reader.getWidth(0), reader.getHeight(0)));
  }

  /** Asks for RGB as it is stored, without conversion from the file's colour profile to sRGB. */
  private static ImageReadParam asStored(ImageReader reader) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    ImageTypeSpecifier raw = reader.getRawImageType(0);
    if (raw != null && raw.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_RGB) {
      param.setDestinationType(raw);
    }
    return param;
  }

  private static IllegalArgumentException damaged(Path file, Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new IllegalArgumentException(
        file + ": the image must be complete, got a damaged one (" + why + ")", e);
  }
}
