package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.visualize.render.Png;

/**
 * How a result came about; enough to make it again.
 *
 * @param version of this program
 * @param arguments the command line
 * @param model the network's file or name
 * @param sha256 of the network's file
 * @param seed of everything random
 */
public record Provenance(
    String version, List<String> arguments, String model, String sha256, long seed) {
  /**
   * Counts the changes of what a command line means that does not say it. 2: {@code ascend} looks
   * in wide views by default, and its recipe yosinski takes steps relative to the mean gradient.
   */
  public static final int DEFAULTS = 2;

  public Provenance {
    arguments = List.copyOf(arguments);
  }

  /** The network's name, or its file's without folder and ending. */
  public String network() {
    String file = model.substring(Math.max(model.lastIndexOf('/'), model.lastIndexOf('\\')) + 1);
    return file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file;
  }

  /** As entries of a JSON object. */
  public Map<String, Object> entries() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("version", version);
    entries.put("java", Runtime.version().toString());
    entries.put("defaults", DEFAULTS);
    entries.put("arguments", arguments);
    entries.put("model", Map.of("file", model, "sha256", sha256));
    entries.put("seed", seed);
    return entries;
  }

  /** A picture as a PNG file that says how it came about. */
  public byte[] png(BufferedImage picture, String title) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Png.write(picture, texts(title), bytes);
    return bytes.toByteArray();
  }

  /** What a PNG file says about how it came about. */
  public Map<String, String> texts(String title) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("Title", title);
    texts.put("Software", "visualize " + version);
    texts.put("convscope", Json.text(entries()));
    return texts;
  }
}
