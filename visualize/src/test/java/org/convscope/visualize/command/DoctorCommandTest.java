package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path dir;
  private Fixture fixture;

  @BeforeEach
  void aFixture() {
    fixture = new Fixture(dir);
  }

  @Test
  void theEmbeddedNetworkIsWell() {
    assertThat(fixture.runBare("doctor")).isZero();
    assertThat(fixture.out())
        .contains("fine     preprocessing: as stated")
        .contains("fine     classifier end: the output logits is not behind a softmax")
        .contains("larger than the image (96×96) from pool5 99×99 on")
        .doesNotContain("WARNING");
  }

  @Test
  void wrongPreprocessingIsFoundWithTheRightOne() {
    assertThat(fixture.runBare("doctor", "--preprocessing", "caffe")).isZero();
    assertThat(fixture.out())
        .contains("WARNING  preprocessing: as stated")
        .contains("but RGB ImageNet's mean and deviation")
        .contains(
            "compare with --preprocessing imagenet --mean 0.485,0.456,0.406"
                + " --std 0.229,0.224,0.225");
  }

  @Test
  void deadFeatureMapsAndASoftmaxAreFound() throws IOException {
    Path model = dir.resolve("dead.onnx");
    Onnx.save(withDeadMaps(2, 5), model);
    int code = fixture.runBare("doctor", "--model", model, "--images", fixture.photos(3));
    assertThat(code).isZero();
    assertThat(fixture.out())
        .contains("relu1: 2 of 6 feature maps are silent on all 3 images: 2, 5")
        .contains("the output probabilities is a softmax of");
  }

  @Test
  void moreThanHalfALayerDeadIsAWarning() throws IOException {
    Path model = dir.resolve("dead.onnx");
    Onnx.save(withDeadMaps(0, 1, 3, 4), model);
    fixture.runBare("doctor", "--model", model, "--images", fixture.photos(3));
    assertThat(fixture.out()).contains("WARNING  dead units: relu1: 4 of 6");
  }

  @Test
  void noiseIsToldFromAPhotograph() throws IOException {
    CounterRandom random = CounterRandom.of(4);
    float[] noise = new float[3 * 20 * 28];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.gaussian(i);
    }
    Path raw = dir.resolve("ascent.npy");
    Files.write(raw, Npy.bytes(Tensor.of(Shape.of(1, 3, 20, 28), noise)));
    Path smooth = fixture.photos(1).resolve("p00.png");
    assertThat(fixture.runBare("doctor", raw, smooth)).isZero();
    assertThat(fixture.out())
        .contains("WARNING  spectrum of ascent.npy: noise-like")
        .contains("fine     spectrum of p00.png");
  }

  @Test
  void aResultWithoutPlanesIsRefused() throws IOException {
    Path raw = dir.resolve("row.npy");
    Files.write(raw, Npy.bytes(Tensor.of(Shape.of(30), new float[30])));
    assertThat(fixture.runBare("doctor", raw)).isEqualTo(1);
    assertThat(fixture.err())
        .anyMatch(l -> l.contains("row.npy: planes of numbers [… H×W] are needed, got"));
  }

  /** A classifier whose first rectifier never passes some feature maps. */
  private static Network withDeadMaps(int... maps) {
    Network network =
        new NetworkBuilder(
                "dead", Initialisation.he(5), 3, new NetworkBuilder.Size(Fixture.H, Fixture.W))
            .metadata(Preprocessing.imageNet(Fixture.H, Fixture.W).toMetadata())
            .conv("conv1", 6, Window.square(3, 2, 1))
            .relu("relu1")
            .globalAveragePool("pool")
            .flatten()
            .linear("classifier", Fixture.CLASSES)
            .softmax()
            .build("probabilities");
    Map<String, Tensor> parameters = new LinkedHashMap<>(network.parameters());
    float[] bias = new float[6];
    Arrays.stream(maps).forEach(m -> bias[m] = -1000);
    parameters.put("conv1.bias", Tensor.of(Shape.of(6), bias));
    return network.withParameters(parameters);
  }
}
