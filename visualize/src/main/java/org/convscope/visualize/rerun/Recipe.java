package org.convscope.visualize.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;
import org.convscope.visualize.render.Png;

/**
 * How a picture says that it was made.
 *
 * @param title what tells it from the other pictures of the same run
 * @param version of the program that made it
 * @param defaults their generation, see {@link org.convscope.visualize.report.Provenance#DEFAULTS}
 * @param arguments the command line
 * @param model the network's file or name
 * @param sha256 of the network's file; empty without one
 */
public record Recipe(
    String title,
    String version,
    int defaults,
    List<String> arguments,
    String model,
    String sha256) {
  /** The text chunk of a picture that holds its recipe. */
  private static final String CHUNK = "convscope";

  public Recipe {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads the recipe of a picture.
   *
   * @throws IOException if the file is no picture of this program
   */
  public static Recipe of(Path picture) throws IOException {
    Map<String, String> texts;
    try (var in = Files.newInputStream(picture)) {
      texts = Png.texts(in);
    } catch (RuntimeException | IIOException e) {
      throw new IOException(picture + ": a PNG picture is needed", e);
    }
    if (!texts.containsKey(CHUNK)) {
      throw new IOException(
          picture + ": a picture that this program made is needed; this one does not say how");
    }
    try {
      JsonNode json = new ObjectMapper().readTree(texts.get(CHUNK));
      List<String> arguments = new ArrayList<>();
      json.path("arguments").forEach(a -> arguments.add(a.asText()));
      return new Recipe(
          texts.getOrDefault("Title", ""),
          json.path("version").asText(),
          json.path("defaults").asInt(1),
          arguments,
          json.path("model").path("file").asText(),
          json.path("model").path("sha256").asText());
    } catch (JsonProcessingException e) {
      throw new IOException(picture + ": its recipe is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The command line that makes it again elsewhere.
   *
   * @param out where the result goes
   * @param threads to compute on
   */
  public List<String> arguments(Path out, int threads) {
    List<String> again = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--out") || argument.equals("--threads")) {
        i++;
      } else if (!argument.startsWith("--out=")
          && !argument.startsWith("--threads=")
          && !argument.equals("--json")
          && !argument.equals("--force")) {
        again.add(argument);
      }
    }
    again = OlderDefaults.spelledOut(defaults, again);
    again.addAll(List.of("--out", out.toString(), "--threads", Integer.toString(threads)));
    return again;
  }
}
