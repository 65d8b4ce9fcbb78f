package org.convscope.visualize.render;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Text as filled outlines of a typeface that comes with the program, so that a picture is the same
 * on every machine and needs neither installed fonts nor native font libraries.
 */
public final class Typeface {
  private static final String RESOURCE = "LiberationSans-Regular.ttf";

  private final TrueTypeFont font;
  private final double unitsPerEm;

  private Typeface(TrueTypeFont font) throws IOException {
    this.font = font;
    this.unitsPerEm = font.getUnitsPerEm();
  }

  /** Liberation Sans. */
  public static Typeface sans() {
    try (InputStream in = Typeface.class.getResourceAsStream(RESOURCE)) {
      return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(in)));
    } catch (IOException e) {
      throw new UncheckedIOException("typeface: the built-in font cannot be read", e);
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

  /** Fills a text with the current paint; (x, y) is the left end of its base line. */
  public void draw(Graphics2D g, String text, double x, double y, double size) {
    g.fill(outline(text, x, y, size));
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

  private Shape outline(String text, double x, double y, double size) {
    double scale = size / unitsPerEm;
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double pen = x;
    try {
      for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
        int glyph = glyph(text.codePointAt(i));
        AffineTransform place = new AffineTransform(scale, 0, 0, -scale, pen, y);
        var outline = font.getGlyph().getGlyph(glyph);
        if (outline != null) {
          path.append(outline.getPath().getPathIterator(place), false);
        }
        pen += font.getAdvanceWidth(glyph) * scale;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("typeface: the built-in font cannot be read", e);
    }
    return path;
  }

  private double advance(int codePoint) {
    try {
      return font.getAdvanceWidth(glyph(codePoint));
    } catch (IOException e) {
      throw new UncheckedIOException("typeface: the built-in font cannot be read", e);
    }
  }

  private int glyph(int codePoint) throws IOException {
    return font.getUnicodeCmapLookup().getGlyphId(codePoint);
  }
}
