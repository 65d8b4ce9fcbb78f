package org.convscope.importer.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.importer.format.ModelWriter;
import org.convscope.importer.format.OnnxGraph;
import org.convscope.importer.format.OnnxModel;
import org.convscope.importer.format.OnnxNode;
import org.convscope.importer.format.OnnxValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTestTest {
  @TempDir Path root;
  private final OnnxTest runner = new OnnxTest(new ScalarKernels(Workers.of(1), new Buffers()));

  private Path write(String name, Tensor expected) throws IOException {
    Path folder = root.resolve("deep/" + name);
    Path set = Files.createDirectories(folder.resolve("test_data_set_0"));
    OnnxGraph graph =
        new OnnxGraph(
            "neg",
            List.of(new OnnxNode("n", "", "Neg", List.of("x"), List.of("y"), Map.of())),
            Map.of(),
            List.of(OnnxValue.floats("x", 2, 1)),
            List.of(OnnxValue.floats("y", 2, 1)));
    ModelWriter.write(
        new OnnxModel(7, Map.of("", 13L), Map.of(), graph), Map.of(), folder.resolve("model.onnx"));
    Tensor x = Tensor.of(Shape.of(2, 1), new float[] {1, -2});
    Files.write(set.resolve("input_0.pb"), ModelWriter.tensorFile("x", x));
    Files.write(set.resolve("output_0.pb"), ModelWriter.tensorFile("y", expected));
    return folder;
  }

  @Test
  void passesWithinTheTolerance() throws IOException {
    Path folder = write("close", Tensor.of(Shape.of(2, 1), new float[] {-1.0009f, 2}));
    assertThat(runner.run(folder).failure()).isEmpty();
    assertThat(OnnxTest.folders(root)).containsExactly(folder);
  }

  @Test
  void tellsWhatDiffers() throws IOException {
    assertThat(
            runner.run(write("far", Tensor.of(Shape.of(2, 1), new float[] {-1, 2.1f}))).failure())
        .contains(
            "test_data_set_0: output y: 1 of 2 numbers differ, the most at index 1: expected"
                + " 2.0999999046325684, got 2.0");
    assertThat(runner.run(write("shape", Tensor.of(Shape.of(2), new float[] {-1, 2}))).failure())
        .contains("test_data_set_0: output y: expected FLOAT[2], got FLOAT[2×1]");
    Tensor doubles = Tensor.of(Shape.of(2, 1), new double[] {-1, 2});
    assertThat(runner.run(write("type", doubles)).failure().orElseThrow())
        .contains("expected DOUBLE[2×1], got FLOAT[2×1]");
  }

  @Test
  void damagedModelsFailInOneLine() throws IOException {
    Path folder = write("broken", Tensor.of(Shape.of(2, 1), new float[] {-1, 2}));
    Files.write(folder.resolve("model.onnx"), new byte[] {1, 2, 3});
    assertThat(runner.run(folder).failure().orElseThrow())
        .startsWith("model.onnx: not a readable ONNX model")
        .doesNotContain("\n");
    assertThatThrownBy(() -> OnnxTest.folders(root.resolve("nowhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such folder");
  }

  @Test
  void notANumberEqualsItselfAndInfinitiesOnlyThemselves() {
    Tensor special = Tensor.of(Shape.of(3), new double[] {Double.NaN, 1 / 0.0, -1 / 0.0});
    assertThat(Closeness.ONNX.difference(special, special)).isEmpty();
    Tensor other = Tensor.of(Shape.of(3), new double[] {0, -1 / 0.0, 5});
    assertThat(Closeness.ONNX.difference(special, other).orElseThrow()).startsWith("3 of 3");
    assertThat(Closeness.ONNX.difference(Tensor.zeros(DType.INT8, Shape.of(0)), special))
        .isNotEmpty();
  }
}
