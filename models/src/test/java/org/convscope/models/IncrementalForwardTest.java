package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.LpPool;
import org.convscope.engine.Buffers;
import org.convscope.engine.CounterRandom;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.engine.Lrn;
import org.convscope.engine.Reduction;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.models.NetworkBuilder.Size;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IncrementalForwardTest {
  private static final int H = 37;
  private static final int W = 51;
  private static final List<Region> CHANGES =
      List.of(
          new Region(0, 0, 5, 7),
          new Region(11, 20, 5, 7),
          new Region(12, 20, 5, 7),
          new Region(13, 23, 5, 7),
          new Region(32, 44, 5, 7),
          new Region(30, 0, 5, 7),
          new Region(17, 33, 1, 1),
          new Region(0, 9, H, 2),
          new Region(0, 0, H, W));

  private static NetworkBuilder start(String name) {
    return new NetworkBuilder(name, Initialisation.he(11), 3, new Size(H, W));
  }

  private static Window.Axis axis(int kernel, int stride, int begin, int end, int dilation) {
    return new Window.Axis(kernel, stride, begin, end, dilation);
  }

  private static NetworkBuilder strided() {
    return start("stride, padding, dilation")
        .conv("a", 18, Window.of(axis(5, 2, 2, 1, 1), axis(3, 1, 0, 2, 1)))
        .relu("a.relu")
        .conv("b", 7, Window.of(axis(3, 1, 3, 2, 3), axis(2, 3, 1, 0, 2)))
        .relu("b.relu")
        .conv("c", 12, Window.of(axis(3, 1, 1, 1, 1), axis(3, 1, 1, 1, 1)));
  }

  private static NetworkBuilder pooled() {
    return start("ceil-mode pooling")
        .conv("a", 9, Window.square(3, 1, 1))
        .maxPool("pool", Window.square(3, 2, 0).withCeil(true))
        .lrn("norm", new Lrn(5, 1e-2, 0.75, 2))
        .conv("b", 20, Window.square(5, 1, 2))
        .maxPool("pool2", Window.of(axis(3, 2, 1, 1, 1), axis(2, 3, 1, 0, 1)).withCeil(true));
  }

  private static NetworkBuilder residual() {
    NetworkBuilder b =
        start("batch norm, residual adds").conv("stem", 16, Window.square(3, 2, 1)).batchNorm("bn");
    b.relu("stem.relu");
    String skip = b.value();
    b.convWithoutBias("c1", 16, Window.square(3, 1, 1)).batchNorm("bn1").relu("r1");
    b.convWithoutBias("c2", 16, Window.square(3, 1, 1)).batchNorm("bn2").add("sum", skip);
    b.relu("out");
    String second = b.value();
    b.convWithoutBias("c3", 24, Window.square(1, 2, 0)).batchNorm("bn3");
    String shortcut = b.value();
    return b.from(second)
        .convWithoutBias("c4", 24, Window.square(3, 2, 1))
        .batchNorm("bn4")
        .add("sum2", shortcut)
        .relu("out2");
  }

  private static NetworkBuilder branches() {
    NetworkBuilder b = start("branches").conv("stem", 10, Window.square(3, 1, 0)).relu("relu");
    String stem = b.value();
    b.conv("one", 5, Window.square(1, 1, 0)).relu("one.relu");
    String one = b.value();
    b.from(stem).conv("three", 19, Window.square(3, 1, 1)).relu("three.relu");
    String three = b.value();
    b.from(stem).maxPool("pool", Window.square(3, 1, 1));
    String pool = b.value();
    return b.from(one).concat("cat", one, three, pool).conv("last", 6, Window.square(3, 2, 1));
  }

  /** Means over padded windows, a norm over windows, and a gate by what has seen everything. */
  private static Network means() {
    Network head = start("means").conv("a", 11, Window.square(3, 1, 1)).build("a");
    Window uneven = Window.of(axis(3, 2, 1, 0, 1), axis(4, 3, 2, 1, 1)).withCeil(true);
    List<Node> nodes = new ArrayList<>(head.nodes());
    nodes.add(node("mean", new AveragePool(uneven, false), "a", "m"));
    nodes.add(node("padded mean", new AveragePool(uneven, true), "a", "p"));
    nodes.add(new Node("sum", new Elementwise(Arithmetic.ADD), List.of("m", "p"), List.of("s")));
    nodes.add(node("norm", new LpPool(Window.square(3, 1, 1), 2), "s", "n"));
    nodes.add(node("seen", new GlobalPool(Reduction.MEAN), "n", "g"));
    nodes.add(new Node("gate", new Elementwise(Arithmetic.MUL), List.of("n", "g"), List.of("o")));
    return new Network(
        head.name(), head.inputs(), nodes, List.of("o"), head.parameters(), head.metadata());
  }

  private static Node node(String name, Op op, String in, String out) {
    return new Node(name, op, List.of(in), List.of(out));
  }

  static Stream<Arguments> networks() {
    return Stream.concat(
        Stream.of(strided(), pooled(), residual(), branches())
            .map(
                b -> {
                  String local = b.value();
                  Network n = b.globalAveragePool("gap").flatten().linear("fc", 6).build("scores");
                  return Arguments.of(n, local);
                }),
        Stream.of(Arguments.of(means(), "n")));
  }

  static Stream<Arguments> architectures() {
    return Stream.of(
        Arguments.of(Architecture.SQUEEZENET1_1, "features.9"),
        Arguments.of(Architecture.ALEXNET, "3"),
        Arguments.of(Architecture.ZFNET_MINI, "4"),
        Arguments.of(Architecture.RESNET50, "layer2"));
  }

  static Stream<Arguments> onEverySet() {
    return networks()
        .flatMap(
            a -> Stream.of("scalar", "vector").map(k -> Arguments.of(k, a.get()[0], a.get()[1])));
  }

  @ParameterizedTest(name = "{1}, {0} kernels")
  @MethodSource("onEverySet")
  void equalsWholePasses(String set, Network network, String local) {
    Kernels kernels = KernelSets.named(set, Workers.of(1), new Buffers());
    Tensor x = random(1, Shape.of(1, 3, H, W));
    Tensor other = random(2, Shape.of(1, 3, H, W));
    List<String> taps = List.of(local, network.outputs().get(0));
    assertEqual(network, kernels, x, other, CHANGES, taps);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("architectures")
  void equalsWholePassesOnRealArchitectures(Architecture architecture, String layer) {
    Network network = architecture.build(Variant.published(3).withClasses(10).withWidth(0.25));
    Kernels kernels = KernelSets.named("vector", Workers.of(1), new Buffers());
    Shape shape = Shapes.ofOneImage(network).orElseThrow();
    Tensor x = random(1, shape);
    Tensor other = random(2, shape);
    String value = new Layers(network).resolve(layer).value();
    List<Region> changes = List.of(new Region(3, 5, 9, 11), new Region(19, 9, 9, 11));
    assertEqual(network, kernels, x, other, changes, List.of(value, network.outputs().get(0)));
  }

  private static void assertEqual(
      Network network,
      Kernels kernels,
      Tensor x,
      Tensor other,
      List<Region> changes,
      List<String> taps) {
    IncrementalForward forward = new IncrementalForward(network, kernels, x, taps);
    List<Run> wholes = new ArrayList<>();
    for (Region change : changes) {
      Map<String, Tensor> given = Map.of(network.input().name(), covered(x, other, change));
      wholes.add(network.run(kernels, given, Request.taps(taps)));
    }
    List<int[]> batches = new ArrayList<>(forward.batches(changes, 3));
    assertThat(batches.stream().flatMapToInt(Arrays::stream))
        .containsExactlyInAnyOrderElementsOf(range(changes.size()));
    batches.add(range(changes.size()).stream().mapToInt(Integer::intValue).toArray());
    for (int[] batch : batches) {
      List<Region> regions = Arrays.stream(batch).mapToObj(changes::get).toList();
      Map<String, Tensor> values = forward.values(kernels, other, regions);
      for (int i = 0; i < batch.length; i++) {
        for (String tap : taps) {
          assertClose(values.get(tap), i, wholes.get(batch[i]).value(tap));
        }
      }
    }
  }

  private static List<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  private static void assertClose(Tensor batch, int item, Tensor whole) {
    int size = whole.size();
    double most = 0;
    for (int j = 0; j < size; j++) {
      most = Math.max(most, Math.abs(whole.at(j)));
    }
    assertThat(batch.shape()).isEqualTo(whole.shape().with(0, batch.shape().dim(0)));
    for (int j = 0; j < size; j++) {
      assertThat(batch.at(item * size + j)).isCloseTo(whole.at(j), within(3e-6 * most));
    }
  }

  private static Tensor covered(Tensor x, Tensor other, Region r) {
    float[] values = x.floats().clone();
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    for (int c = 0; c < 3; c++) {
      for (int y = r.top(); y < r.top() + r.height(); y++) {
        int from = (c * height + y) * width + r.left();
        System.arraycopy(other.floats(), from, values, from, r.width());
      }
    }
    return Tensor.of(x.shape(), values);
  }

  private static Tensor random(long seed, Shape shape) {
    CounterRandom random = CounterRandom.of(seed);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    return Tensor.of(shape, values);
  }
}
