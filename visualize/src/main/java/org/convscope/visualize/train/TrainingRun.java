package org.convscope.visualize.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;
import org.convscope.models.train.Evaluation;
import org.convscope.models.train.Optimizer;
import org.convscope.models.train.Recipe;
import org.convscope.models.train.Trainer;
import org.convscope.visualize.render.Png;
import org.convscope.visualize.report.Json;

/**
 * A whole training with its files: {@code checkpoints/}, {@code network.onnx}, {@code curve.csv}
 * and {@code curve.png}, {@code confusion.csv} and {@code training.json}.
 */
public final class TrainingRun {
  private static final String OPTIONS = "options.json";

  private final Kernels kernels;
  private final Trainer trainer;
  private final TrainingData data;
  private final SessionOptions options;
  private final Map<String, String> stated;

  /**
   * What came out.
   *
   * @param network where the network is
   * @param parameters how many numbers it holds
   * @param curve one record per epoch
   * @param test how it does on the test images
   */
  public record Outcome(Path network, long parameters, List<EpochRecord> curve, Evaluation test) {
    /** The main numbers as JSON. */
    public String json() {
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("network", network.toString());
      numbers.put("epochs", curve.size());
      numbers.put("test_accuracy", test.accuracy());
      numbers.put("test_images", test.total());
      return Json.text(numbers);
    }
  }

  /**
   * @param stated the options as text; a session goes on only under the same ones
   */
  public TrainingRun(
      Kernels kernels,
      Network network,
      Map<String, String> stated,
      Optimizer optimizer,
      Recipe recipe,
      TrainingData data,
      SessionOptions options) {
    this.kernels = kernels;
    this.data = data;
    this.options = options;
    this.stated = new LinkedHashMap<>(stated);
    Map<String, String> metadata = new LinkedHashMap<>(network.metadata());
    metadata.put("classes", String.join(",", data.classes()));
    long steps = (long) options.epochs() * data.training().perEpoch();
    if (steps == 0) {
      throw new IllegalArgumentException(
          "training: there are fewer images than a batch holds, got "
              + data.training().source().size());
    }
    this.trainer = new Trainer(kernels, network.withMetadata(metadata), optimizer, recipe, steps);
  }

  /** Steps of all epochs. */
  public long steps() {
    return (long) options.epochs() * data.training().perEpoch();
  }

  /**
   * Trains into a folder, going on with what is there.
   *
   * @param replace forget a session of other options that is there
   * @throws FileAlreadyExistsException if there is one and it must not be replaced
   */
  public Outcome into(Path folder, boolean replace, Session.Watcher watcher) throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    claim(folder, checkpoints, replace);
    Session session = new Session(kernels, trainer, data.training(), data.validation(), options);
    List<EpochRecord> curve = session.run(checkpoints, watcher);
    Evaluation test = Evaluation.of(kernels, trainer.network(), data.test(), options.tests());
    Path network = folder.resolve("network.onnx");
    Onnx.save(trainer.network(), network);
    List<String> lines = new ArrayList<>(List.of(EpochRecord.HEADER));
    curve.forEach(r -> lines.add(r.csv()));
    write(folder.resolve("curve.csv"), String.join("\n", lines) + "\n");
    write(folder.resolve("confusion.csv"), confusion(test));
    Outcome outcome = new Outcome(network, parameters(), curve, test);
    write(folder.resolve("training.json"), record(outcome));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    Png.write(CurveChart.of(trainer.network().name(), curve), stated, png);
    write(folder.resolve("curve.png"), png.toByteArray());
    return outcome;
  }

  /** Makes the folder this session's, or finds that it is. */
  private void claim(Path folder, Path checkpoints, boolean replace) throws IOException {
    String mine = Json.text(stated);
    Path file = folder.resolve(OPTIONS);
    boolean same = Files.exists(file) && Files.readString(file).equals(mine);
    if (same) {
      return;
    }
    if (Files.exists(file) && !replace) {
      throw new IllegalArgumentException(
          "%s: holds a session with other options (see %s in it); --force replaces it"
              .formatted(folder, OPTIONS));
    }
    Checkpoint.removeAll(checkpoints);
    Files.createDirectories(folder);
    write(file, mine);
  }

  private long parameters() {
    return trainer.network().parameters().values().stream().mapToLong(t -> t.size()).sum();
  }

  private String record(Outcome outcome) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("options", stated);
    all.put("data", data.description());
    all.put("parameters", outcome.parameters());
    all.put("epochs", outcome.curve().size());
    all.put(
        "validation_accuracy",
        outcome.curve().get(outcome.curve().size() - 1).validationAccuracy());
    all.put("test_accuracy", outcome.test().accuracy());
    all.put("test_images", outcome.test().total());
    all.put("test_views", options.tests().size());
    all.put("seconds", outcome.curve().stream().mapToDouble(EpochRecord::seconds).sum());
    return Json.text(all);
  }

  private String confusion(Evaluation test) {
    List<String> lines = new ArrayList<>();
    lines.add("true\\predicted," + String.join(",", data.classes()));
    for (int c = 0; c < test.confusion().length; c++) {
      StringBuilder line = new StringBuilder(data.classes().get(c));
      for (int n : test.confusion()[c]) {
        line.append(',').append(n);
      }
      lines.add(line.toString());
    }
    return String.join("\n", lines) + "\n";
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
