package org.convscope.visualize.deconv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.VisualisationRules;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeconvnetTest {
  private static final int H = 9;
  private static final int W = 11;
  private static final int MAPS = 5;
  private static final int IMAGES = 23;

  private final Tensor weight = random("weight", Shape.of(MAPS, 3, 3, 2));
  private final Network network = network();

  private static Tensor random(String name, Shape shape) {
    CounterRandom r = CounterRandom.of(11).stream(name);
    float[] v = new float[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) r.gaussian(i);
    }
    return Tensor.of(shape, v);
  }

  private Network network() {
    Window window = Window.of(new Window.Axis(3, 2, 1, 1, 1), new Window.Axis(2, 1, 0, 0, 1));
    return new Network(
        "tiny",
        List.of(Input.image("x", 3, H, W)),
        List.of(
            new Node("conv1", new Conv(window), List.of("x", "weight"), List.of("a")),
            new Node("relu1", new Activation(Functions.RELU), List.of("a"), List.of("b"))),
        List.of("b"),
        Map.of("weight", weight),
        Map.of());
  }

  private static PhotoSource photos(int count) {
    return new PhotoSource() {
      @Override
      public List<String> names() {
        return IntStream.range(0, count).mapToObj(i -> "image" + i).toList();
      }

      @Override
      public Tensor input(int index) {
        if (index % 7 == 5) {
          throw new IllegalArgumentException("image" + index + ": not an image");
        }
        return random("image" + index % 20, Shape.of(1, 3, H, W));
      }
    };
  }

  private static List<Kernels> lanes(int count) {
    List<Kernels> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(new ScalarKernels(Workers.of(1), new Buffers()));
    }
    return lanes;
  }

  private static DeconvOptions options(String maps) {
    // rows: stride 2, kernel 3, padding 1; columns: stride 1, kernel 2
    return new DeconvOptions(
        "b",
        MapSelection.parse(maps),
        4,
        VisualisationRules.DECONVNET,
        (y, x) -> new Region(2 * y - 1, x, 3, 2));
  }

  private DeconvResult run(int lanes, String maps) {
    return new Deconvnet(network, lanes(lanes), photos(IMAGES), options(maps)).run(i -> {});
  }

  /** One excitation per readable image, from a forward pass of its own. */
  private List<Excitation> bruteForce(int map) {
    List<Excitation> all = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      if (i % 7 == 5) {
        continue;
      }
      Tensor b =
          network
              .run(lanes(1).get(0), Map.of("x", photos(IMAGES).input(i)), Request.taps("b"))
              .value("b");
      int width = b.shape().dim(3);
      Excitation best = null;
      for (int p = 0; p < b.shape().dim(2) * width; p++) {
        float v = b.floats()[map * b.shape().dim(2) * width + p];
        if (best == null || v > best.activation()) {
          best = new Excitation(i, map, p / width, p % width, v);
        }
      }
      all.add(best);
    }
    all.sort(
        Comparator.comparingDouble((Excitation e) -> -e.activation())
            .thenComparing(Excitation::image));
    return all.subList(0, 4);
  }

  @ParameterizedTest(name = "{0} lanes")
  @ValueSource(ints = {1, 2, 3})
  void theTopImagesAreThoseOfAnExhaustiveSearch(int lanes) {
    DeconvResult result = run(lanes, "3,0-1");
    assertThat(result.maps()).extracting(DeconvResult.MapView::map).containsExactly(3, 0, 1);
    for (DeconvResult.MapView view : result.maps()) {
      assertThat(view.top())
          .extracting(Projection::excitation)
          .containsExactlyElementsOf(bruteForce(view.map()));
    }
  }

  @Test
  void partsOfOneMapEachAreTheSameAsAllAtOnce() {
    List<DeconvResult> parts = new ArrayList<>();
    new Deconvnet(network, lanes(2), photos(IMAGES), options("3,0-1"), 1).run(i -> {}, parts::add);
    List<DeconvResult.MapView> all = run(2, "3,0-1").maps();
    assertThat(parts).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(parts.get(i).maps()).hasSize(1);
      DeconvResult.MapView view = parts.get(i).maps().get(0);
      assertThat(view.map()).isEqualTo(all.get(i).map());
      for (int j = 0; j < view.top().size(); j++) {
        assertThat(view.top().get(j).pixels()).isEqualTo(all.get(i).top().get(j).pixels());
      }
    }
  }

  @Test
  void imagesThatCannotBeReadAreSkippedAndNamed() {
    assertThat(run(2, "0").skipped())
        .containsExactly("image5: not an image", "image12: not an image", "image19: not an image");
  }

  @Test
  void theProjectionThroughOneLayerIsTheFilterTimesTheActivation() {
    for (Projection p : run(1, "2").maps().get(0).top()) {
      Excitation e = p.excitation();
      float[] expected = new float[3 * H * W];
      for (int c = 0; c < 3; c++) {
        for (int dy = 0; dy < 3; dy++) {
          int y = 2 * e.y() - 1 + dy;
          for (int dx = 0; dx < 2 && y >= 0 && y < H; dx++) {
            expected[(c * H + y) * W + e.x() + dx] =
                e.activation() * weight.floats()[((e.map() * 3 + c) * 3 + dy) * 2 + dx];
          }
        }
      }
      assertThat(p.pixels()).containsExactly(expected);
      assertThat(p.field()).isEqualTo(new Region(2 * e.y() - 1, e.x(), 3, 2));
    }
  }

  @Test
  void theStrongestMapsAreRankedByTheirBestActivation() {
    DeconvResult result = run(2, "strongest:3");
    List<Float> best =
        result.maps().stream().map(v -> v.top().get(0).excitation().activation()).toList();
    assertThat(best).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
    float weakest = best.get(2);
    for (int map = 0; map < MAPS; map++) {
      int m = map;
      boolean shown = result.maps().stream().anyMatch(v -> v.map() == m);
      assertThat(bruteForce(map).get(0).activation() >= weakest).isEqualTo(shown);
    }
  }

  @Test
  void aMapThatTheLayerDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> run(1, "2,5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maps: the layer has the feature maps 0 to 4, got 5");
  }

  @Test
  void aCropBeyondTheImageIsPaddedWithZeros() {
    float[] planes = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
    assertThat(new Region(-1, 1, 3, 3).crop(planes, 2, 3))
        .containsExactly(0, 0, 0, 2, 3, 0, 5, 6, 0, 0, 0, 0, 20, 30, 0, 50, 60, 0);
  }

  @ParameterizedTest(name = "maps \"{0}\"")
  @ValueSource(strings = {"", "a", "3-", "-3", "5-3", "1,,2", "strongest:0", "strongest:x"})
  void mapListsThatMeanNothingAreRefused(String text) {
    assertThatThrownBy(() -> MapSelection.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("maps: ");
  }
}
