package org.convscope.visualize.render;

import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Text as filled outlines of a typeface that comes with the program, so that a picture is the same
 * on every machine and needs neither installed fonts nor native font libraries. A letter is filled
 * once per size and fraction of a pixel, however often it is drawn.
 */
public final class Typeface {
  private static final String RESOURCE = "LiberationSans-Regular.ttf";

  /** Places of a letter within a pixel. */
  private static final int FRACTIONS = 4;

  private record Cut(int glyph, double size, int fraction) {}

  private final TrueTypeFont font;
  private final double unitsPerEm;
  private final Map<Cut, Glyph> glyphs = new ConcurrentHashMap<>();

  private Typeface(TrueTypeFont font) throws IOException {
    this.font = font;
    this.unitsPerEm = font.getUnitsPerEm();
  }

  /** Liberation Sans. */
  public static Typeface sans() {
    try (InputStream in = Typeface.class.getResourceAsStream(RESOURCE)) {
      return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(in)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Width of a text in pixels at {@code size} pixels per em. */
  public double width(String text, double size) {
    double units = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      units += advance(text.codePointAt(i));
    }
    return units * size / unitsPerEm;
  }

  /**
   * Writes a text on a page; (x, y) is the left end of its base line, which lies between two rows
   * of pixels.
   *
   * @param page of {@link BufferedImage#TYPE_INT_RGB}
   */
  public void draw(BufferedImage page, String text, double x, int y, double size, int rgb) {
    double pen = x;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = text.codePointAt(i);
      long quarters = Math.round(pen * FRACTIONS);
      int fraction = (int) Math.floorMod(quarters, (long) FRACTIONS);
      glyphs
          .computeIfAbsent(new Cut(glyph(codePoint), size, fraction), this::filled)
          .draw(page, (int) Math.floorDiv(quarters, (long) FRACTIONS), y, rgb);
      pen += advance(codePoint) * size / unitsPerEm;
    }
  }

  /** The text, cut with an ellipsis where it is wider than {@code limit} pixels. */
  public String fitted(String text, double size, double limit) {
    if (width(text, size) <= limit) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end) + "…", size) > limit) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  private Glyph filled(Cut cut) {
    double scale = cut.size() / unitsPerEm;
    AffineTransform place =
        new AffineTransform(scale, 0, 0, -scale, (double) cut.fraction() / FRACTIONS, 0);
    try {
      GlyphData outline = font.getGlyph().getGlyph(cut.glyph());
      return Glyph.of(
          outline == null ? new GeneralPath() : place.createTransformedShape(outline.getPath()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private double advance(int codePoint) {
    try {
      return font.getAdvanceWidth(glyph(codePoint));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int glyph(int codePoint) {
    try {
      return font.getUnicodeCmapLookup().getGlyphId(codePoint);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("typeface: the built-in font cannot be read", e);
  }
}
