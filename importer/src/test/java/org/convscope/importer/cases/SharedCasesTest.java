package org.convscope.importer.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.importer.Onnx;
import org.convscope.importer.SharedData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's own backend cases, where the folder with them is there. */
class SharedCasesTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> passOnScalarKernels() throws IOException {
    OnnxTest runner = new OnnxTest(new ScalarKernels(Workers.of(2), new Buffers()));
    // Whole networks take the textbook loops minutes.
    return cases()
        .filter(c -> !c.getParent().endsWith("light"))
        .map(c -> DynamicTest.dynamicTest(name(c), () -> requirePassed(runner, c)));
  }

  @TestFactory
  Stream<DynamicTest> passOnVectorKernels() throws IOException {
    OnnxTest runner = new OnnxTest(new VectorKernels(Workers.of(2), new Buffers()));
    return cases().map(c -> DynamicTest.dynamicTest(name(c), () -> requirePassed(runner, c)));
  }

  @TestFactory
  Stream<DynamicTest> passAfterWritingAndReadingAgain() throws IOException {
    OnnxTest runner = new OnnxTest(new VectorKernels(Workers.of(2), new Buffers()));
    return cases()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    name(c),
                    () -> {
                      Path again = folder.resolve("again.onnx");
                      Onnx.save(Onnx.load(c.resolve("model.onnx")), again);
                      assertThat(runner.run(again, c).failure()).isEmpty();
                    }));
  }

  private static void requirePassed(OnnxTest runner, Path folder) {
    assertThat(runner.run(folder).failure()).isEmpty();
  }

  private static Stream<Path> cases() throws IOException {
    Path root = SharedData.folder("onnx-backend-tests").orElse(null);
    assumeTrue(root != null, "no ../shared/onnx-backend-tests; OperatorOracleTest runs without it");
    List<Path> folders = OnnxTest.folders(root);
    assertThat(folders).hasSizeGreaterThanOrEqualTo(316);
    return folders.stream();
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }
}
