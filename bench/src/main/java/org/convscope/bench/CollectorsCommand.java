package org.convscope.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.convscope.engine.Buffers;
import org.convscope.engine.DType;
import org.convscope.engine.Epilogue;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.visualize.launch.LoopStrips;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The direct kernel at one 3×3 layer in many fresh processes under each collector: whether the
 * register tile's code is good in all of them ({@code docs/design-notes.md}, "The collector decides
 * how good the tiles' code is").
 */
@Command(
    name = "collectors",
    mixinStandardHelpOptions = true,
    description = "The direct 3×3 kernel in fresh processes under each garbage collector.")
final class CollectorsCommand implements Callable<Integer> {
  private static final Layer LAYER = Layer.RESNET50_LAYER1_3X3;
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final int RUNS = 300;

  private static final List<List<String>> FLAGS =
      List.of(
          List.of("-XX:+UseG1GC"),
          List.of("-XX:+UseParallelGC"),
          List.of("-XX:+UseSerialGC"),
          Stream.concat(Stream.of("-XX:+UseParallelGC"), LoopStrips.FLAGS.stream()).toList());

  @Option(
      names = "--processes",
      defaultValue = "6",
      description = "Processes of each kind (${DEFAULT-VALUE}).")
  private int processes;

  @Option(names = "--here", hidden = true)
  private boolean here;

  @Override
  public Integer call() throws Exception {
    if (here) {
      System.out.printf(Locale.ROOT, "%.1f", rate());
      return 0;
    }
    Machine.print(System.out);
    System.out.printf(
        "%s, direct, GFLOP/s of the least time%n", LAYER.name().toLowerCase(Locale.ROOT));
    for (List<String> flags : FLAGS) {
      List<String> rates = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        rates.add(elsewhere(flags));
      }
      System.out.println(String.join(" ", flags) + ": " + String.join(" ", rates));
    }
    return 0;
  }

  private static String elsewhere(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Benchmarks.class.getName(), "collectors", "--here"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String rate = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("collectors: this must run, and failed: " + command);
    }
    return rate;
  }

  /** In this process, on one thread. */
  private static double rate() {
    Kernels kernels = new VectorKernels(Workers.of(1), new Buffers()).tracking();
    Tensor x = Tensor.full(DType.FLOAT, LAYER.input(), 1);
    x = Tensor.blocked(x.shape(), x.blocked());
    Tensor weight = Tensor.full(DType.FLOAT, LAYER.weight(), 1);
    long warm = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < warm) {
      run(kernels, x, weight);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run(kernels, x, weight);
      least = Math.min(least, System.nanoTime() - start);
    }
    return LAYER.operations() / least;
  }

  private static void run(Kernels kernels, Tensor x, Tensor weight) {
    Tensor y = kernels.convolution(x, weight, Optional.empty(), LAYER.window(), Epilogue.RELU);
    kernels.buffers().recycle(y.blocked());
  }
}
