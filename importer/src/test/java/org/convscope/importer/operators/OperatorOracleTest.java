package org.convscope.importer.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.importer.Onnx;
import org.convscope.importer.OnnxRuntime;
import org.convscope.importer.cases.Closeness;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator form against ONNX Runtime: with all inputs given at run time, with all but the
 * first stored in the model, and once more after it has been written by us.
 */
class OperatorOracleTest {
  private static final Closeness CLOSE = new Closeness(1e-4, 1e-5);

  @TempDir Path folder;

  static Stream<OperatorCase> cases() {
    return Stream.of(
            ElementCases.all(),
            WindowCases.all(),
            ShapeCases.all(),
            SumCases.all(),
            ResizeCases.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithOnnxRuntime(OperatorCase c) throws Exception {
    Path stored = folder.resolve("stored.onnx");
    c.write(stored, 1);
    List<Tensor> expected = OnnxRuntime.run(stored, c.given(1), c.outputNames());
    Network network = Onnx.load(stored);
    requireClose(network, c, 1, expected);
    Path late = folder.resolve("late.onnx");
    c.write(late, Integer.MAX_VALUE);
    requireClose(Onnx.load(late), c, Integer.MAX_VALUE, expected);
    Path again = folder.resolve("again.onnx");
    Onnx.save(network, again);
    requireClose(Onnx.load(again), c, 1, expected);
    List<Tensor> written = OnnxRuntime.run(again, c.given(1), c.outputNames());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(CLOSE.difference(written.get(i), expected.get(i))).as("written").isEmpty();
    }
  }

  private static void requireClose(
      Network network, OperatorCase c, int constantsFrom, List<Tensor> expected) {
    Kernels kernels = new ScalarKernels(Workers.of(1), new Buffers());
    Map<String, Tensor> given = c.given(constantsFrom);
    Run run = network.run(kernels, given, Request.taps(c.outputNames()));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(CLOSE.difference(run.value("y" + i), expected.get(i))).as("read").isEmpty();
    }
  }
}
