package org.convscope.visualize.command;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.importer.Onnx;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.Preprocessing;
import picocli.CommandLine;

/** A small classifier as an ONNX file, photographs of its input's size, and the command line. */
final class Fixture {
  static final int H = 20;
  static final int W = 28;
  static final int CLASSES = 4;

  private final Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Fixture(Path dir) {
    this.dir = dir;
  }

  static Network network() {
    Window.Axis rows = new Window.Axis(3, 2, 1, 0, 1);
    Window.Axis columns = new Window.Axis(5, 1, 2, 2, 1);
    return new NetworkBuilder("tiny", Initialisation.he(5), 3, new NetworkBuilder.Size(H, W))
        .metadata(Preprocessing.imageNet(H, W).toMetadata())
        .conv("features.0", 6, Window.of(rows, columns))
        .relu("features.1")
        .maxPool("features.2", Window.square(2, 2, 0))
        .conv("features.3", 5, Window.square(3, 1, 1))
        .relu("features.4")
        .globalAveragePool("pool")
        .flatten()
        .linear("classifier", CLASSES)
        .build("logits");
  }

  /** The network as a file. */
  Path model() {
    Path file = dir.resolve("tiny.onnx");
    try {
      if (!Files.exists(file)) {
        Onnx.save(network(), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A folder of {@code count} different photographs p00.png, p01.png, … */
  Path photos(int count) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("photos"));
    for (int i = 0; i < count; i++) {
      ImageIO.write(photo(i), "png", folder.resolve("p%02d.png".formatted(i)).toFile());
    }
    return folder;
  }

  static BufferedImage photo(int seed) {
    CounterRandom random = CounterRandom.of(77).stream("photo" + seed);
    BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    for (int i = 0; i < 12; i++) {
      g.setColor(new Color((float) random.uniform(6 * i), (float) random.uniform(6 * i + 1), 0.5f));
      int x = (int) (W * random.uniform(6 * i + 2));
      int y = (int) (H * random.uniform(6 * i + 3));
      g.fillRect(x, y, 1 + (int) (9 * random.uniform(6 * i + 4)), 1 + i);
    }
    g.dispose();
    return image;
  }

  /** An input file of {@code n} random images. */
  Path input(int n) throws IOException {
    float[] values = new float[n * 3 * H * W];
    CounterRandom random = CounterRandom.of(3).stream("input");
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    Tensor x = Tensor.of(Shape.of(n, 3, H, W), values);
    return Files.write(dir.resolve("x" + n + ".npy"), Npy.bytes(x));
  }

  Path path(String name) {
    return dir.resolve(name);
  }

  /** Runs a command on the model; returns its exit code. */
  int run(String command, Object... more) {
    Stream<String> start = Stream.of(command, "--model", model().toString());
    return runBare(Stream.concat(start, strings(more)).toArray());
  }

  /** Runs the command line as it is. */
  int runBare(Object... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Visualize.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return Visualize.execute(line, strings(args).toArray(String[]::new));
  }

  private static Stream<String> strings(Object... args) {
    return Arrays.stream(args).map(Object::toString);
  }

  String out() {
    return out.toString();
  }

  /** What was said on stderr, by line. */
  List<String> err() {
    return err.toString().lines().toList();
  }

  /** All files and folders below a folder, relative to it, sorted. */
  List<String> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> !p.equals(folder))
          .map(p -> folder.relativize(p).toString())
          .sorted()
          .toList();
    }
  }
}
