package org.convscope.autograd.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;

/**
 * One folder of reference numbers for one op: {@code case.json} with PyTorch's attributes, inputs
 * and parameters, {@code output.npy}, {@code grad_output.npy}, {@code grad_<input>.npy}.
 */
record ReferenceCase(Path folder, String op, JsonNode attributes) {
  static ReferenceCase read(Path folder) {
    try {
      JsonNode json = new ObjectMapper().readTree(folder.resolve("case.json").toFile());
      return new ReferenceCase(folder, json.get("op").asText(), json.get("attributes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases of {@code OP/CASE} folders, sorted. */
  static List<ReferenceCase> under(Path ops) {
    try (Stream<Path> files = Files.walk(ops, 3)) {
      return files
          .filter(p -> p.endsWith("case.json"))
          .sorted()
          .map(p -> read(p.getParent()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases that the project keeps. */
  static List<ReferenceCase> kept() {
    try {
      return under(Path.of(ReferenceCase.class.getResource("/reference/ops").toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The folder {@code reference/ops} of the shared test data: under the system property {@code
   * convscope.shared}, else under a folder {@code shared} beside this or an outer folder.
   */
  static Optional<Path> shared() {
    String given = System.getProperty("convscope.shared");
    if (given != null) {
      return Optional.of(Path.of(given, "reference", "ops"));
    }
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path ops = at.resolve("shared").resolve("reference").resolve("ops");
      if (Files.isDirectory(ops)) {
        return Optional.of(ops);
      }
      at = at.getParent();
    }
    return Optional.empty();
  }

  boolean has(String array) {
    return Files.exists(file(array));
  }

  Tensor tensor(String array) {
    try {
      return Npy.read(file(array));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String array) {
    return folder.resolve(array + ".npy");
  }

  double number(String attribute, double otherwise) {
    return attributes.path(attribute).asDouble(otherwise);
  }

  int integer(String attribute, int otherwise) {
    return attributes.path(attribute).asInt(otherwise);
  }

  boolean flag(String attribute) {
    return attributes.path(attribute).asBoolean(false);
  }

  String text(String attribute, String otherwise) {
    return attributes.path(attribute).asText(otherwise);
  }

  /** A list, or one number {@code rank} times. */
  int[] integers(String attribute, int rank, int otherwise) {
    JsonNode node = attributes.path(attribute);
    return node.isArray()
        ? IntStream.range(0, node.size()).map(i -> node.get(i).asInt()).toArray()
        : IntStream.range(0, rank).map(i -> node.asInt(otherwise)).toArray();
  }

  /** A list, or one number alone; none if it is absent or null. */
  List<Integer> list(String attribute) {
    JsonNode node = attributes.path(attribute);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    return IntStream.of(integers(attribute, 1, 0)).boxed().toList();
  }

  @Override
  public String toString() {
    return op + "/" + folder.getFileName();
  }
}
