package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path dir;
  private Fixture fixture;

  @BeforeEach
  void prepare() throws IOException {
    fixture = new Fixture(dir);
    for (int i = 0; i < 24; i++) {
      Path folder = Files.createDirectories(dir.resolve("data/class" + i % 2));
      Files.copy(fixture.photos(24).resolve("p%02d.png".formatted(i)), folder.resolve(i + ".png"));
    }
  }

  private List<String> arguments(Path out, int threads, int epochs) {
    return List.of(
        "train",
        "--data",
        dir.resolve("data").toString(),
        "--size",
        "32",
        "--batch",
        "4",
        "--epochs",
        Integer.toString(epochs),
        "--warm-up",
        "2",
        "--rate",
        "0.01",
        "--threads",
        Integer.toString(threads),
        "--out",
        out.toString());
  }

  private byte[] trained(String name, int threads) throws IOException {
    Path out = dir.resolve(name);
    assertThat(fixture.runBare(arguments(out, threads, 3).toArray()))
        .as(String.join("\n", fixture.err()))
        .isZero();
    return Files.readAllBytes(out.resolve("network.onnx"));
  }

  @Test
  void twoThreadsTrainTheSameNetworkBitForBit() throws IOException {
    assertThat(trained("two", 2)).isEqualTo(trained("one", 1));
  }

  @Test
  void aKilledAndResumedSessionEqualsAnUninterruptedOneBitForBit() throws Exception {
    byte[] whole = trained("whole", 1);
    Path out = dir.resolve("killed");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Visualize.class.getName());
    command.addAll(arguments(out, 1, 3));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      Path first = out.resolve("checkpoints/epoch-0001");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (!Files.exists(first) && process.isAlive() && System.nanoTime() < end) {
        Thread.sleep(1);
      }
      assertThat(first).exists();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(out.resolve("network.onnx")).as("it was killed before its end").doesNotExist();
    assertThat(trained("killed", 1)).isEqualTo(whole);
  }

  @Test
  void patienceStopsASessionThatNoLongerImproves() throws IOException {
    Path out = dir.resolve("patient");
    List<String> arguments = new ArrayList<>(arguments(out, 1, 9));
    arguments.addAll(List.of("--patience", "2", "--rate", "1e-12"));
    arguments.remove("--rate");
    arguments.remove("0.01");
    assertThat(fixture.runBare(arguments.toArray())).isZero();
    assertThat(Files.readAllLines(out.resolve("curve.csv")).size() - 1).isBetween(3, 5);
  }

  @Test
  void tenCropsAreWhatTheTestLooksAt() throws IOException {
    Path out = dir.resolve("ten");
    List<String> arguments = new ArrayList<>(arguments(out, 1, 1));
    arguments.add("--ten-crop");
    assertThat(fixture.runBare(arguments.toArray())).as(String.join("\n", fixture.err())).isZero();
    JsonNode record = new ObjectMapper().readTree(out.resolve("training.json").toFile());
    assertThat(record.get("test_views").asInt()).isEqualTo(10);
    assertThat(record.get("test_images").asInt()).isPositive();
    arguments.addAll(List.of("--crop", "0", "--out", dir.resolve("none").toString()));
    arguments.remove("--out");
    arguments.remove(out.toString());
    assertThat(fixture.runBare(arguments.toArray())).isEqualTo(2);
    assertThat(fixture.err())
        .anyMatch(l -> l.contains("ten crops: a margin of at least 1 pixel is needed, got 0"));
  }

  @Test
  void severalAblationsGiveASessionEachAndATable() throws IOException {
    Path out = dir.resolve("ablated");
    List<String> arguments = new ArrayList<>(arguments(out, 1, 1));
    arguments.addAll(List.of("--ablate", "none,conv3+conv4,fc6=0.5"));
    assertThat(fixture.runBare(arguments.toArray())).as(String.join("\n", fixture.err())).isZero();
    JsonNode rows = new ObjectMapper().readTree(out.resolve("ablation.json").toFile());
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1).get("parameters").asLong())
        .isLessThan(rows.get(0).get("parameters").asLong());
    assertThat(rows.get(2).get("test_error").asDouble()).isBetween(0.0, 1.0);
    try (Stream<Path> entries = Files.list(out)) {
      assertThat(entries.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "none", "conv3+conv4", "fc6=0.5", "ablation.csv", "ablation.json", "ablation.md");
    }
    assertThat(fixture.out()).contains("| conv3+conv4 |");
  }
}
