package org.convscope.visualize.evolve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network at some time of its training.
 *
 * @param label as in {@code epoch 5}
 * @param file its ONNX file
 */
public record Stage(String label, Path file) {
  private static final Pattern EPOCH = Pattern.compile("epoch-0*(\\d+)");
  private static final String NETWORK = "network.onnx";

  /**
   * The stages that a user names, in order: ONNX files, folders of them, or folders of checkpoints
   * as {@code visualize train --keep} leaves them ({@code epoch-0005/network.onnx}, in the session
   * or its {@code checkpoints}).
   *
   * @throws NoSuchFileException if one is not there
   * @throws IllegalArgumentException if there are none
   */
  public static List<Stage> of(List<Path> named) throws IOException {
    List<Stage> stages = new ArrayList<>();
    for (Path path : named) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      if (Files.isDirectory(path)) {
        Path inside = path.resolve("checkpoints");
        stages.addAll(inFolder(Files.isDirectory(inside) ? inside : path));
      } else {
        stages.add(new Stage(label(path), path));
      }
    }
    if (stages.isEmpty()) {
      throw new IllegalArgumentException(
          "evolve: folders must hold checkpoints, epoch-0005.onnx or epoch-0005/network.onnx, got %s"
              .formatted(named));
    }
    return stages;
  }

  private static List<Stage> inFolder(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted()
          .map((Function<Path, Optional<Stage>>) Stage::stage)
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private static Optional<Stage> stage(Path entry) {
    Path network = entry.resolve(NETWORK);
    if (Files.isDirectory(entry) && Files.exists(network)) {
      return Optional.of(new Stage(label(entry), network));
    }
    return entry.toString().endsWith(".onnx")
        ? Optional.of(new Stage(label(entry), entry))
        : Optional.empty();
  }

  private static String label(Path path) {
    String name = path.getFileName().toString().replaceAll("\\.onnx$", "");
    Matcher epoch = EPOCH.matcher(name);
    return epoch.matches() ? "epoch " + epoch.group(1) : name;
  }
}
