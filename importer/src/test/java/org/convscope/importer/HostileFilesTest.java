package org.convscope.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Window;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.importer.format.ModelWriter;
import org.convscope.importer.format.OnnxGraph;
import org.convscope.importer.format.OnnxModel;
import org.convscope.importer.format.OnnxNode;
import org.convscope.importer.format.OnnxValue;
import org.convscope.models.Initialisation;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files give one clear line, whatever is wrong with them. */
class HostileFilesTest {
  @TempDir Path folder;
  private final Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());

  private byte[] small() throws IOException {
    NetworkBuilder b =
        new NetworkBuilder("small", Initialisation.he(3), 2, new NetworkBuilder.Size(7, 6));
    b.conv("conv1", 3, Window.square(3, 1, 1))
        .relu("relu1")
        .maxPool("pool1", Window.square(2, 2, 0));
    b.flatten().linear("fc", 4).softmax();
    Path file = folder.resolve("small.onnx");
    Onnx.save(b.build("y"), file);
    return Files.readAllBytes(file);
  }

  /** Loads and, if that succeeds, runs; true if both succeed. */
  private boolean survives(byte[] contents, String what) throws IOException {
    Path file = Files.write(folder.resolve("damaged.onnx"), contents);
    try {
      Network network = Onnx.load(file);
      if (network.inputs().size() == 1) {
        network.forward(kernels, Tensor.zeros(DType.FLOAT, Shape.of(1, 2, 7, 6)));
      }
      return true;
    } catch (IllegalArgumentException | IOException e) {
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n");
      return false;
    } catch (RuntimeException | Error e) {
      return fail(what + ": " + e, e);
    }
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = small();
    assertThat(survives(whole, "whole")).isTrue();
    for (int length = 0; length < whole.length; length++) {
      boolean survived = survives(Arrays.copyOf(whole, length), "first " + length + " bytes");
      if (survived) {
        // Only what follows the graph may be missing: metadata.
        assertThat(length).isGreaterThan(whole.length * 2 / 3);
      }
    }
  }

  @Test
  void flippedBytesNeverGiveMoreThanOneLineWithSeed11() throws IOException {
    byte[] whole = small();
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      refused += survives(damaged, "byte " + i + " is " + damaged[i]) ? 0 : 1;
    }
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 3; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      refused += survives(damaged, "attempt " + i) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(200);
  }

  private static OnnxNode node(
      String op, List<String> inputs, String output, Object... attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      map.put((String) attributes[i], attributes[i + 1]);
    }
    return new OnnxNode("node_" + output, "", op, inputs, List.of(output), map);
  }

  private Path write(Map<String, Tensor> initializers, OnnxNode... nodes) throws IOException {
    return write(13, initializers, nodes);
  }

  private Path write(long opset, Map<String, Tensor> initializers, OnnxNode... nodes)
      throws IOException {
    Path file = folder.resolve("hostile.onnx");
    OnnxGraph graph =
        new OnnxGraph(
            "hostile",
            List.of(nodes),
            initializers,
            List.of(OnnxValue.floats("x", -1, 2, 7, 6)),
            List.of(OnnxValue.floats("y")));
    ModelWriter.write(new OnnxModel(7, Map.of("", opset), Map.of(), graph), Map.of(), file);
    return file;
  }

  @Test
  void allUnsupportedNodesAreListed() throws IOException {
    Path file =
        write(
            Map.of(),
            node("Frobnicate", List.of("x"), "a"),
            new OnnxNode("ml", "ai.onnx.ml", "Scaler", List.of("a"), List.of("b"), Map.of()),
            node("Relu", List.of("b"), "c"),
            new OnnxNode("", "", "Loop", List.of("c"), List.of("y"), Map.of()));
    assertThatThrownBy(() -> Onnx.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "hostile.onnx: operators must be supported, got 3 that are not:"
                + " node \"node_a\" (Frobnicate, domain ai.onnx, opset 13);"
                + " node \"ml\" (Scaler, domain ai.onnx.ml, opset not declared);"
                + " node \"y\" (Loop, domain ai.onnx, opset 13)");
  }

  @Test
  void graphsMustFitTogether() throws IOException {
    Path cycle = write(Map.of(), node("Relu", List.of("y"), "a"), node("Relu", List.of("a"), "y"));
    assertThatThrownBy(() -> Onnx.load(cycle)).hasMessageContaining("must not have cycles");
    Path missing = write(Map.of(), node("Add", List.of("x", "w"), "y"));
    assertThatThrownBy(() -> Onnx.load(missing))
        .hasMessageContaining("node \"node_y\" (Add) reads \"w\", which nothing makes");
    Path twice = write(Map.of(), node("Relu", List.of("x"), "y"), node("Neg", List.of("x"), "y"));
    assertThatThrownBy(() -> Onnx.load(twice)).hasMessageContaining("made once, got \"y\" twice");
    Path none = write(Map.of(), node("Relu", List.of("x"), "z"));
    assertThatThrownBy(() -> Onnx.load(none))
        .hasMessageContaining("nothing makes the output \"y\"");
    Path few = write(Map.of(), node("Conv", List.of("x"), "y"));
    assertThatThrownBy(() -> Onnx.load(few))
        .hasMessageContaining("node \"node_y\" (Conv): takes 2 to 3 inputs, got [x]");
  }

  @Test
  void nodesOutOfOrderAreSorted() throws IOException {
    Path file = write(Map.of(), node("Relu", List.of("a"), "y"), node("Neg", List.of("x"), "a"));
    assertThat(Onnx.load(file).nodes())
        .extracting(n -> n.name())
        .containsExactly("node_a", "node_y");
  }

  @Test
  void newerOperatorSetsAreRefused() throws IOException {
    Path file = write(29, Map.of(), node("Relu", List.of("x"), "y"));
    assertThatThrownBy(() -> Onnx.load(file))
        .hasMessage("hostile.onnx: operator sets 1 to 28 are supported, got 29");
  }

  @Test
  void hugeConstantsAreRefused() throws IOException {
    Tensor shape = Tensor.longs(1 << 20, 1 << 20);
    Path file =
        write(
            Map.of("s", shape),
            node("ConstantOfShape", List.of("s"), "c"),
            node("Add", List.of("x", "c"), "y"));
    assertThatThrownBy(() -> Onnx.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node_c");
    Path negative =
        write(
            Map.of("s", Tensor.longs(-5)),
            node("ConstantOfShape", List.of("s"), "c"),
            node("Add", List.of("x", "c"), "y"));
    assertThatThrownBy(() -> Onnx.load(negative)).hasMessageContaining("must not be negative");
  }

  @Test
  void hostileAttributesAreRefused() throws IOException {
    Tensor w = Tensor.zeros(DType.FLOAT, Shape.of(3, 2, 3, 3));
    for (Object[] bad :
        new Object[][] {
          {"strides", new long[] {0, 1}},
          {"strides", new long[] {1}},
          {"strides", new long[] {1L << 40, 1}},
          {"dilations", new long[] {-1, 1}},
          {"pads", new long[] {1, 1}},
          {"kernel_shape", new long[] {1L << 33, 3}},
          {"group", 0L},
          {"group", "two"},
          {"auto_pad", "SAME"},
        }) {
      Path file = write(Map.of("w", w), node("Conv", List.of("x", "w"), "y", bad));
      assertThatThrownBy(
              () ->
                  Onnx.load(file).forward(kernels, Tensor.zeros(DType.FLOAT, Shape.of(1, 2, 7, 6))))
          .as(Arrays.deepToString(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    // Field 7 (graph) of a model, field 1 (node), field 5 (attribute), field 6 (graph), and so on.
    byte[] inner = new byte[0];
    List<Integer> fields = new ArrayList<>(List.of(7));
    for (int i = 0; i < 3000; i++) {
      fields.addAll(List.of(1, 5, 6));
    }
    for (int i = fields.size() - 1; i >= 0; i--) {
      inner = wrapped(fields.get(i), inner);
    }
    Path file = Files.write(folder.resolve("deep.onnx"), inner);
    assertThatThrownBy(() -> Onnx.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("deep.onnx: not a readable ONNX model");
  }

  private static byte[] wrapped(int field, byte[] contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(field << 3 | 2);
    int n = contents.length;
    while (n > 127) {
      out.write(n & 127 | 128);
      n >>>= 7;
    }
    out.write(n);
    out.writeBytes(contents);
    return out.toByteArray();
  }

  @Test
  void missingFilesAndFoldersAreTold() {
    assertThatThrownBy(() -> Onnx.load(folder.resolve("none.onnx")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Onnx.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a file is needed, got a folder");
  }
}
