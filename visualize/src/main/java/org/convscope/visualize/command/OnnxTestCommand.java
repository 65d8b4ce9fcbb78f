package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.convscope.importer.cases.CaseResult;
import org.convscope.importer.cases.OnnxTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code visualize onnx-test}: ONNX's own backend cases. */
@Command(
    name = "onnx-test",
    description = {
      "Runs ONNX backend test folders (model.onnx beside test_data_set_N) and compares the outputs",
      "with the tolerance of ONNX's own runner."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  visualize onnx-test onnx/backend/test/data/node"})
final class OnnxTestCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders with test folders in or below them.")
  private List<Path> folders;

  @Override
  public Integer call() throws IOException {
    int passed = 0;
    int failed = 0;
    OnnxTest test = new OnnxTest(common.kernels());
    for (Path folder : folders) {
      List<Path> cases = OnnxTest.folders(folder);
      if (cases.isEmpty()) {
        throw new IllegalArgumentException(
            folder + ": no test folders in it; a test folder holds model.onnx");
      }
      for (Path one : cases) {
        CaseResult result = test.run(one);
        passed += result.passed() ? 1 : 0;
        failed += result.passed() ? 0 : 1;
        report(result);
      }
    }
    common.print("%d passed, %d failed, 0 skipped".formatted(passed, failed));
    return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void report(CaseResult result) {
    if (result.failure().isPresent()) {
      common.print("FAIL  " + result.name() + "  " + result.failure().get());
    } else if (!common.quiet()) {
      common.print("pass  " + result.name());
    }
  }
}
