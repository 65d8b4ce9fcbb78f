package org.convscope.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every convolution kernel at every layer: time, GFLOP/s and share of the measured FMA peak. */
@Command(
    name = "layers",
    mixinStandardHelpOptions = true,
    description = "Convolution kernels at the layers of SqueezeNet 1.1, AlexNet and ResNet50.")
final class LayersCommand implements Callable<Integer> {
  @Option(names = "--threads", defaultValue = "1", description = "Threads (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--layer", description = "Layers whose name contains this (all).")
  private String layer = "";

  @Option(
      names = "--kernel",
      description = "forward, direct, inputGradient or weightGradient (all).")
  private String kernel = "";

  @Override
  public Integer call() throws Exception {
    Machine.print(System.out);
    System.out.printf(
        Locale.ROOT,
        "%-28s %-14s %10s %10s %9s %7s%n",
        "layer",
        "kernel",
        "min ms",
        "median ms",
        "GFLOP/s",
        "of peak");
    double peak = 0;
    for (Layer l : Layer.values()) {
      if (l.name().contains(layer.toUpperCase(Locale.ROOT))) {
        peak = Math.max(peak, Machine.peak(threads));
        for (RunResult result : new Runner(options(l).build()).run()) {
          print(l, result, peak);
        }
      }
    }
    return 0;
  }

  private ChainedOptionsBuilder options(Layer l) {
    return new OptionsBuilder()
        .include(ConvolutionBenchmark.class.getSimpleName() + "." + kernel)
        .param("layer", l.name())
        .param("threads", Integer.toString(threads))
        .verbosity(VerboseMode.SILENT);
  }

  private static void print(Layer l, RunResult result, double peak) {
    Statistics times = result.getPrimaryResult().getStatistics();
    double median = times.getPercentile(50);
    double rate = l.operations() / times.getMin() / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%-28s %-14s %10.4f %10.4f %9.1f %6.0f%%%n",
        l.name().toLowerCase(Locale.ROOT),
        result.getPrimaryResult().getLabel(),
        times.getMin(),
        median,
        rate,
        100 * rate / peak);
  }
}
