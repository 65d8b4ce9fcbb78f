package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvTranspose;
import org.convscope.autograd.op.DepthToSpace;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.Pad;
import org.convscope.autograd.op.Slice;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReceptiveFieldsTest {
  private final Kernels kernels = Samples.scalar();

  /** A small network of positive weights, so that a brighter pixel shows wherever it is seen. */
  private static final class Chain {
    final List<Node> nodes = new ArrayList<>();
    final Map<String, Tensor> parameters = new LinkedHashMap<>();
    String value = "x";

    Chain add(Op op, String... reads) {
      String out = "v" + nodes.size();
      nodes.add(new Node(out + " node", op, List.of(reads), List.of(out)));
      value = out;
      return this;
    }

    Chain then(Op op) {
      return add(op, value);
    }

    Chain conv(Window window, int in, int out) {
      return weighted(new Conv(window), window, out, in / window.groups());
    }

    Chain transposed(Window window, int in, int out) {
      return weighted(new ConvTranspose(window), window, in, out);
    }

    private Chain weighted(Op op, Window window, int first, int second) {
      String w = "w" + nodes.size();
      Shape shape = Shape.of(first, second, window.h().kernel(), window.w().kernel());
      CounterRandom random = CounterRandom.of(nodes.size());
      double[] v = new double[shape.size()];
      for (int i = 0; i < v.length; i++) {
        v[i] = random.uniform(i, 0.5, 1);
      }
      parameters.put(w, Tensor.of(shape, v));
      return add(op, value, w);
    }

    Network network() {
      Input x = new Input("x", DType.DOUBLE, List.of(-1, 2, -1, -1), true);
      return new Network("chain", List.of(x), nodes, List.of(value), parameters, Map.of());
    }
  }

  private static Window.Axis axis(int kernel, int stride, int begin, int end, int dilation) {
    return new Window.Axis(kernel, stride, begin, end, dilation);
  }

  private static final Window UNEVEN = Window.of(axis(3, 2, 1, 0, 1), axis(4, 1, 0, 2, 1));
  private static final Window DILATED = Window.of(axis(2, 1, 1, 1, 3), axis(3, 2, 2, 1, 2));

  private static Chain branches() {
    Chain c = new Chain().conv(UNEVEN, 2, 4).then(new Activation(Functions.RELU));
    String entry = c.value;
    c.conv(Window.of(axis(3, 1, 1, 1, 1), axis(1, 1, 0, 0, 1)), 4, 4);
    String residual = c.value;
    c.add(new Elementwise(Arithmetic.ADD), residual, entry);
    String sum = c.value;
    c.conv(Window.of(axis(1, 1, 0, 0, 1), axis(5, 1, 2, 2, 1)), 4, 3);
    return c.add(new Concat(1), c.value, sum);
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("convolutions", new Chain().conv(UNEVEN, 2, 3).conv(UNEVEN, 3, 2)),
        Arguments.of(
            "pooling",
            new Chain()
                .conv(UNEVEN, 2, 2)
                .then(new MaxPool(Window.of(axis(3, 2, 0, 1, 1), axis(2, 2, 1, 0, 1))))
                .then(
                    new AveragePool(
                        Window.of(axis(2, 1, 0, 0, 1), axis(3, 2, 1, 1, 1)).withCeil(true),
                        false))),
        Arguments.of("branches", branches()),
        Arguments.of(
            "transposed convolution",
            new Chain()
                .conv(Window.square(3, 2, 1), 2, 3)
                .transposed(Window.of(axis(3, 2, 1, 0, 1), axis(4, 3, 1, 2, 1)), 3, 2)
                .conv(Window.square(2, 1, 0), 2, 2)),
        Arguments.of(
            "padding and slicing",
            new Chain()
                .then(Pad.image(2, 1, 3, 0, Pad.Mode.REFLECT))
                .conv(Window.square(3, 1, 0), 2, 2)
                .then(Pad.image(1, 0, 0, 2, Pad.Mode.CONSTANT))
                .then(
                    new Slice(
                        List.of(new Slice.Range(2, 2, -1, 2), new Slice.Range(3, 1, 12, 1))))),
        Arguments.of(
            "uneven adaptive pooling",
            new Chain().conv(UNEVEN, 2, 3).then(AdaptiveAveragePool.to(3, 4))),
        Arguments.of(
            "pixel shuffle",
            new Chain()
                .conv(Window.square(3, 2, 1), 2, 8)
                .then(new DepthToSpace(2, DepthToSpace.Order.DEPTH_COLUMN_ROW))
                .conv(Window.square(2, 1, 1), 2, 2)));
  }

  /** The rectangle around all pixels that change the unit when they get brighter. */
  private Region changed(Network n, Shape image, Tensor before, int y, int x) {
    Shape out = before.shape();
    int unit = y * out.dim(3) + x;
    int top = Integer.MAX_VALUE;
    int left = Integer.MAX_VALUE;
    int bottom = -1;
    int right = -1;
    for (int p = 0; p < image.size(2, 4); p++) {
      double[] v = bright(image);
      v[p] += 1e3;
      v[p + image.size(2, 4)] += 1e3;
      if (n.forward(kernels, Tensor.of(image, v)).get(0).at(unit) != before.at(unit)) {
        top = Math.min(top, p / image.dim(3));
        bottom = Math.max(bottom, p / image.dim(3));
        left = Math.min(left, p % image.dim(3));
        right = Math.max(right, p % image.dim(3));
      }
    }
    return new Region(top, left, bottom - top + 1, right - left + 1);
  }

  private static double[] bright(Shape image) {
    CounterRandom random = CounterRandom.of(9);
    double[] v = new double[image.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.uniform(i, 1, 2);
    }
    return v;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void aUnitChangesExactlyWithThePixelsItSees(String name, Chain chain) {
    Network n = chain.network();
    Shape image = Shape.of(1, 2, 13, 17);
    ReceptiveFields fields = new ReceptiveFields(n, Shapes.of(kernels, n, image));
    Tensor before = n.forward(kernels, Tensor.of(image, bright(image))).get(0);
    int h = before.shape().dim(2);
    int w = before.shape().dim(3);
    int[][] units = {{0, 0}, {h - 1, w - 1}, {h / 2, w / 2}, {h / 2, 0}, {0, w - 2}};
    for (int[] u : units) {
      Region seen = fields.visible(chain.value, u[0], u[1]);
      assertThat(seen)
          .as("unit %d,%d of %d×%d", u[0], u[1], h, w)
          .isEqualTo(changed(n, image, before, u[0], u[1]));
      Region full = fields.region(chain.value, u[0], u[1]);
      assertThat(full.top()).isLessThanOrEqualTo(seen.top());
      assertThat(full.top() + full.height()).isGreaterThanOrEqualTo(seen.top() + seen.height());
      assertThat(full.left()).isLessThanOrEqualTo(seen.left());
      assertThat(full.left() + full.width()).isGreaterThanOrEqualTo(seen.left() + seen.width());
    }
  }

  @Test
  void aDilatedWindowCountsFromItsFirstToItsLastTap() {
    Chain chain = new Chain().conv(UNEVEN, 2, 3).conv(DILATED, 3, 2);
    Network n = chain.network();
    Shape image = Shape.of(1, 2, 13, 17);
    ReceptiveFields fields = new ReceptiveFields(n, Shapes.of(kernels, n, image));
    Tensor before = n.forward(kernels, Tensor.of(image, bright(image))).get(0);
    assertThat(fields.visible(chain.value, 2, 3)).isEqualTo(changed(n, image, before, 2, 3));
    Region seen = fields.visible(chain.value, 0, 0);
    Region exact = changed(n, image, before, 0, 0);
    assertThat(seen.top()).isLessThan(exact.top());
    assertThat(seen.top() + seen.height()).isEqualTo(exact.top() + exact.height());
  }

  @Test
  void sizeStrideAndStartAreThePublishedOnes() {
    Network alexnet =
        Architecture.ALEXNET.build(Variant.published(1).withWidth(0.05).withSize(224, 224));
    ReceptiveFields fields = fields(alexnet, 224);
    assertThat(fields.of("/features/features.0/Conv_output_0").orElseThrow().rows())
        .isEqualTo(new ReceptiveField.Axis(11, 4, -2));
    assertThat(fields.of("/features/features.11/Relu_output_0").orElseThrow().columns())
        .isEqualTo(new ReceptiveField.Axis(163, 16, -66));
    assertThat(fields.of("logits").orElseThrow())
        .isEqualTo(
            new ReceptiveField(
                new ReceptiveField.Axis(224, 0, 0), new ReceptiveField.Axis(224, 0, 0), true));
  }

  @Test
  void allUnitsOfALayerSeeAWindowOfOneSize() {
    Network resnet =
        Architecture.RESNET18.build(Variant.published(1).withWidth(0.05).withSize(96, 128));
    ReceptiveFields fields =
        new ReceptiveFields(resnet, Shapes.of(kernels, resnet, Shape.of(1, 3, 96, 128)));
    String value = "/layer2/layer2.1/Add_output_0";
    ReceptiveField field = fields.of(value).orElseThrow();
    assertThat(field.rows()).isEqualTo(field.columns());
    for (int y = 0; y < 12; y++) {
      Region r = fields.region(value, y, 15 - y);
      assertThat(r.height()).isEqualTo(field.rows().size());
      assertThat(r.top()).isEqualTo((int) (field.rows().start() + y * field.rows().stride()));
      assertThat(r.left())
          .isEqualTo((int) (field.columns().start() + (15 - y) * field.columns().stride()));
    }
  }

  @Test
  void whateverHasLookedAtAllPositionsSeesTheWholeImage() {
    Chain c = new Chain().conv(UNEVEN, 2, 4);
    String features = c.value;
    c.then(new GlobalPool(Reduction.MEAN));
    c.add(new Elementwise(Arithmetic.MUL), features, c.value);
    Network n = c.network();
    ReceptiveFields fields = new ReceptiveFields(n, Shapes.of(kernels, n, Shape.of(1, 2, 13, 17)));
    assertThat(fields.of(features).orElseThrow().wholeImage()).isFalse();
    assertThat(fields.of(c.value).orElseThrow().wholeImage()).isTrue();
    assertThat(fields.region(c.value, 1, 2)).isEqualTo(new Region(0, 0, 13, 17));
    assertThat(fields.of("w0")).isEmpty();
  }

  private ReceptiveFields fields(Network n, int size) {
    return new ReceptiveFields(n, Shapes.of(kernels, n, Shape.of(1, 3, size, size)));
  }
}
