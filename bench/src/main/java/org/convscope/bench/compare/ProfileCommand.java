package org.convscope.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.convscope.bench.Machine;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where the time of a whole network's passes goes, kernel by kernel. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = {
      "Time, allocation and rate of each kernel in whole passes: the least of each call, of the",
      "processor on one thread, by the clock on more; rates count a convolution's definition, however",
      "it is computed. Example:",
      "profile --model squeezenet1_1 --batch 8 --work gradient"
    })
public final class ProfileCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      split = ",",
      description = "Architectures (seeded weights) or ONNX files (${DEFAULT-VALUE}).",
      defaultValue = "squeezenet1_1,resnet50")
  private List<String> models;

  @Option(names = "--batch", defaultValue = "8", description = "Images (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--work",
      split = ",",
      defaultValue = "gradient,training",
      description = "Passes: forward, gradient, training (${DEFAULT-VALUE}).")
  private List<String> works;

  @Option(names = "--threads", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--passes", defaultValue = "10", description = "Passes (${DEFAULT-VALUE}).")
  private int passes;

  @Option(names = "--shapes", description = "Count calls with results of different shapes apart.")
  private boolean shapes;

  @Override
  public Integer call() throws Exception {
    Machine.print(System.out);
    for (String model : models) {
      Task task = Task.of(model, batch, threads);
      for (String work : works) {
        profile(model, task, Work.valueOf(work.toUpperCase(Locale.ROOT)));
      }
    }
    return 0;
  }

  private void profile(String model, Task task, Work work) throws Exception {
    KernelProfile profile = new KernelProfile(threads, shapes);
    Kernels kernels = profile.watch(new VectorKernels(Workers.of(threads), new Buffers()));
    try (Contender contender = new Convscope(task, kernels)) {
      profile.measure(contender, work, passes);
      profile.measure(contender, work, passes);
    }
    System.out.printf(
        Locale.ROOT,
        "%n%s, %s, batch %d, threads %d%n%-48s %6s %9s %6s %9s %9s%n",
        model.replaceAll(".*/", ""),
        work.label(),
        batch,
        threads,
        "kernel",
        "calls",
        "ms/image",
        "share",
        "kB/pass",
        "GFLOP/s");
    profile.costs().forEach(c -> print(c, profile));
    print(profile.rest(), profile);
    print(profile.all(), profile);
  }

  private void print(KernelProfile.Cost c, KernelProfile profile) {
    System.out.printf(
        Locale.ROOT,
        "%-48s %6d %9.3f %5.1f%% %9.0f %9s%n",
        c.kernel(),
        c.calls(),
        c.nanos() / 1e6 / batch,
        100.0 * c.nanos() / profile.all().nanos(),
        c.bytes() / 1e3,
        c.operations() == 0 ? "" : "%.1f".formatted(c.gigaflops()));
  }
}
