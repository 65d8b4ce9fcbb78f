package org.convscope.visualize.ascend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.Request;
import org.convscope.models.Shapes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTest {
  private static final int H = 45;
  private static final int W = 61;

  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  private static Network network() {
    Window.Axis rows = new Window.Axis(3, 2, 1, 0, 1);
    Window.Axis columns = new Window.Axis(5, 1, 2, 2, 1);
    return new NetworkBuilder("tiny", Initialisation.he(5), 3, new NetworkBuilder.Size(H, W))
        .conv("a", 6, Window.of(rows, columns))
        .relu("b")
        .maxPool("c", Window.square(2, 2, 0))
        .conv("d", 5, Window.square(3, 1, 1))
        .build("out");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "5,9", "10,29", "3,0"})
  void theUnitHasTheSameValueInItsCutField(int y, int x) {
    Network network = network();
    Shape image = Shape.of(1, 3, H, W);
    float[] pixels = new float[image.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) CounterRandom.of(6).gaussian(i);
    }
    Tensor whole = value(network, Tensor.of(image, pixels));
    Field field = Field.of(network, Shapes.of(kernels, network, image), "out", y, x).orElseThrow();
    int top = (y - field.y()) * 4;
    int left = (x - field.x()) * 2;
    Tensor cut = value(Field.anySize(network), crop(pixels, top, left, field));

    assertThat(field.height()).isLessThan(H);
    for (int c = 0; c < 5; c++) {
      assertThat(at(cut, c, field.y(), field.x())).isCloseTo(at(whole, c, y, x), within(1e-5));
    }
  }

  private Tensor value(Network network, Tensor x) {
    return network.run(kernels, Map.of("input", x), Request.taps("out")).value("out");
  }

  private static double at(Tensor t, int c, int y, int x) {
    return t.at((c * t.shape().dim(2) + y) * t.shape().dim(3) + x);
  }

  private static Tensor crop(float[] pixels, int top, int left, Field field) {
    float[] cut = new float[3 * field.height() * field.width()];
    for (int i = 0; i < cut.length; i++) {
      int row = i / field.width() % field.height();
      int c = i / field.width() / field.height();
      cut[i] = pixels[(c * H + top + row) * W + left + i % field.width()];
    }
    return Tensor.of(Shape.of(1, 3, field.height(), field.width()), cut);
  }
}
