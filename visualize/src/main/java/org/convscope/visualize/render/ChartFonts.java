package org.convscope.visualize.render;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * Gives charts of the chart library the typeface that comes with the program, so that they look the
 * same everywhere and work on machines without installed fonts.
 *
 * <p>AWT refuses to draw any text where it finds no font or no fontconfig library, even with a font
 * of the program's own; a font configuration file in its own format, named by the system property
 * {@code sun.awt.fontconfig} before AWT first looks for fonts, avoids both. A property that is set
 * already stays.
 */
public final class ChartFonts {
  private static final String RESOURCE = "LiberationSans-Regular.ttf";
  private static final String PROPERTY = "sun.awt.fontconfig";

  private static Font sans;

  private ChartFonts() {}

  /** Sets all fonts of a chart. */
  public static void apply(AxesChartStyler styler) {
    Font font = sans();
    styler.setBaseFont(font.deriveFont(12f));
    styler.setChartTitleFont(font.deriveFont(16f));
    styler.setLegendFont(font.deriveFont(12f));
    styler.setAxisTitleFont(font.deriveFont(13f));
    styler.setAxisTickLabelsFont(font.deriveFont(11f));
  }

  private static synchronized Font sans() {
    if (sans == null) {
      try (InputStream in = ChartFonts.class.getResourceAsStream(RESOURCE)) {
        Path folder = Files.createTempDirectory("convscope-font");
        Path file = folder.resolve(RESOURCE);
        Files.copy(in, file);
        Path configuration = folder.resolve("fontconfig.properties");
        Files.write(configuration, configuration(file).getBytes(StandardCharsets.ISO_8859_1));
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        configuration.toFile().deleteOnExit();
        if (System.getProperty(PROPERTY) == null) {
          System.setProperty(PROPERTY, configuration.toString());
        }
        sans = Font.createFont(Font.TRUETYPE_FONT, file.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException("charts: the built-in font cannot be read", e);
      } catch (FontFormatException e) {
        throw new IllegalStateException("charts: the built-in font is damaged", e);
      }
    }
    return sans;
  }

  /** Every logical font of Java is the one file. */
  private static String configuration(Path font) {
    StringBuilder text = new StringBuilder("version=1\nsequence.allfonts=default\n");
    for (String name : new String[] {"dialog", "dialoginput", "serif", "sansserif", "monospaced"}) {
      for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
        text.append(name).append('.').append(style).append(".default=Sans\n");
      }
    }
    return text.append("filename.Sans=")
        .append(font.toString().replace("\\", "\\\\"))
        .append('\n')
        .toString();
  }
}
