package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;
import org.convscope.visualize.evolve.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvolveCommandTest {
  @TempDir private Path dir;
  private Fixture fixture;
  private Path photos;

  @BeforeEach
  void prepare() throws IOException {
    fixture = new Fixture(dir);
    photos = fixture.photos(6);
  }

  /** The fixture's network with the weights of its second convolution scaled. */
  private static Network scaled(float factor) {
    Network n = Fixture.network();
    Map<String, Tensor> changed = new LinkedHashMap<>();
    Tensor w = n.parameters().get("features.3.weight");
    float[] v = w.floats().clone();
    for (int i = 0; i < v.length; i++) {
      v[i] *= factor;
    }
    changed.put("features.3.weight", Tensor.of(w.shape(), v));
    return n.withParameters(changed);
  }

  private Path session() throws IOException {
    Path session = dir.resolve("session");
    int[] epochs = {1, 2, 10};
    for (int i = 0; i < epochs.length; i++) {
      Path folder =
          Files.createDirectories(session.resolve("checkpoints/epoch-%04d".formatted(epochs[i])));
      Onnx.save(scaled(1 + i), folder.resolve("network.onnx"));
    }
    return session;
  }

  @Test
  void projectionsFollowTheCheckpoints() throws IOException {
    Path out = dir.resolve("out");
    int code =
        fixture.runBare(
            "evolve",
            "--checkpoints",
            session(),
            "--layer",
            2,
            "--maps",
            "1,3",
            "--images",
            photos,
            "--out",
            out);
    assertThat(code).as(String.join("\n", fixture.err())).isZero();
    JsonNode json = new ObjectMapper().readTree(out.resolve("evolve.json").toFile());
    assertThat(json.get("checkpoints").toString())
        .isEqualTo("[\"epoch 1\",\"epoch 2\",\"epoch 10\"]");
    for (JsonNode map : json.get("maps")) {
      JsonNode s = map.get("strongest");
      assertThat(s.get(2).get("image")).isEqualTo(s.get(0).get("image"));
      double first = s.get(0).get("activation").asDouble();
      assertThat(s.get(2).get("activation").asDouble()).isCloseTo(3 * first, within(1e-4 * first));
    }
    // Activation and weights both grow, so the projection grows by the factor's square.
    float[] v = Npy.read(out.resolve("map-1.npy")).floats();
    int size = v.length / 3;
    assertThat(v).hasSize(3 * 3 * Fixture.H * Fixture.W);
    for (int i = 0; i < size; i++) {
      assertThat(v[2 * size + i]).isCloseTo(9 * v[i], within(1e-4f));
    }
  }

  @Test
  void theAnimationHasAFramePerCheckpoint() throws IOException {
    Path out = dir.resolve("out");
    fixture.runBare(
        "evolve",
        "--checkpoints",
        session(),
        "--layer",
        2,
        "--maps",
        "strongest:2",
        "--images",
        photos,
        "--out",
        out);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in =
        ImageIO.createImageInputStream(out.resolve("evolution.gif").toFile())) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(3);
      String metadata = new String(Files.readAllBytes(out.resolve("evolution.gif")), "ISO-8859-1");
      assertThat(metadata).contains("NETSCAPE2.0");
      assertThat(reader.read(0).getWidth()).isEqualTo(reader.read(2).getWidth());
    } finally {
      reader.dispose();
    }
    assertThat(fixture.below(out)).contains("evolution.gif", "evolution.png", "evolve.json");
  }

  @Test
  void foldersOfFilesAndFilesAreStages() throws IOException {
    Path folder = Files.createDirectories(dir.resolve("flat"));
    Onnx.save(scaled(1), folder.resolve("epoch-0002.onnx"));
    Onnx.save(scaled(1), folder.resolve("epoch-0011.onnx"));
    assertThat(Stage.of(List.of(folder, fixture.model())).stream().map(Stage::label))
        .containsExactly("epoch 2", "epoch 11", "tiny");
  }

  @Test
  void aFolderWithoutCheckpointsIsRefused() throws IOException {
    int code =
        fixture.runBare("evolve", "--checkpoints", photos, "--layer", 2, "--out", dir.resolve("o"));
    assertThat(code).isEqualTo(1);
    assertThat(fixture.err().get(0)).contains("evolve: folders must hold checkpoints");
    assertThat(dir.resolve("o")).doesNotExist();
  }
}
