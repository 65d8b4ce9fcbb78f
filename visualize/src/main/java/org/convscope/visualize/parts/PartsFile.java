package org.convscope.visualize.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convscope.models.ReceptiveField.Region;

/**
 * The parts of a set of images, as JSON:
 *
 * <pre>{@code
 * {"format": "convscope-parts/1",
 *  "images": [
 *   {"image": "images/face/000024.png",
 *    "class": "face",
 *    "mask": "masks/face/000024.png",
 *    "parts": [{"name": "left eye", "box": [31, 40, 9, 6]}]}]}
 * }</pre>
 *
 * Paths are relative to the folder of the file. A box is [x, y, width, height] in pixels of the
 * image as stored, x to the right, y down, from the top left corner. {@code class} and {@code mask}
 * may be left out; other members are ignored.
 *
 * @param images the images, in the file's order
 */
public record PartsFile(List<MarkedImage> images) {
  private static final String FORMAT = "convscope-parts/1";

  public PartsFile {
    images = List.copyOf(images);
  }

  /** Reads a parts file. */
  public static PartsFile read(Path file) throws IOException {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": must be JSON, got " + e.getOriginalMessage(), e);
    }
    require(
        FORMAT.equals(root.path("format").asText()),
        file + ": the member format must be \"" + FORMAT + "\", got " + root.path("format"));
    require(
        root.path("images").isArray(),
        file + ": the member images must be a list, got " + root.path("images").getNodeType());
    List<MarkedImage> images = new ArrayList<>();
    for (JsonNode image : root.path("images")) {
      images.add(image(file + ", images[" + images.size() + "]", image));
    }
    return new PartsFile(images);
  }

  private static MarkedImage image(String where, JsonNode image) throws IOException {
    String name = image.path("image").asText();
    require(!name.isEmpty(), where + ": the member image must name a file, got " + image);
    List<Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode part : image.path("parts")) {
      Part read = part(where, part);
      require(
          names.add(read.name()),
          where + ": a part's name must be unique in its image, got twice " + read.name());
      parts.add(read);
    }
    return new MarkedImage(name, image.path("class").asText(), image.path("mask").asText(), parts);
  }

  private static Part part(String where, JsonNode part) throws IOException {
    JsonNode box = part.path("box");
    String name = part.path("name").asText();
    boolean numbers = box.size() == 4;
    for (JsonNode number : box) {
      numbers &= number.isInt();
    }
    require(
        !name.isEmpty() && numbers && box.get(2).intValue() > 0 && box.get(3).intValue() > 0,
        where
            + ": a part must have a name and a box of whole numbers [x, y, width, height] with at"
            + " least one pixel, got "
            + part);
    return new Part(
        name,
        new Region(
            box.get(1).intValue(),
            box.get(0).intValue(),
            box.get(3).intValue(),
            box.get(2).intValue()));
  }

  private static void require(boolean right, String message) throws IOException {
    if (!right) {
      throw new IOException(message);
    }
  }

  /** The file's content, one image per line. */
  public byte[] json() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    StringBuilder text = new StringBuilder("{\"format\": \"" + FORMAT + "\",\n \"images\": [");
    String separator = "\n  ";
    for (MarkedImage image : images) {
      text.append(separator).append(mapper.writeValueAsString(json(mapper, image)));
      separator = ",\n  ";
    }
    return text.append("\n ]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode json(ObjectMapper mapper, MarkedImage image) {
    ObjectNode node = mapper.createObjectNode().put("image", image.file());
    if (!image.label().isEmpty()) {
      node.put("class", image.label());
    }
    if (!image.mask().isEmpty()) {
      node.put("mask", image.mask());
    }
    ArrayNode parts = node.putArray("parts");
    for (Part part : image.parts()) {
      Region box = part.box();
      parts
          .addObject()
          .put("name", part.name())
          .putArray("box")
          .add(box.left())
          .add(box.top())
          .add(box.width())
          .add(box.height());
    }
    return node;
  }
}
