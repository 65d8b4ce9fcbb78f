package org.convscope.bench.compare;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.convscope.bench.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whole networks, Convscope against ONNX Runtime and libtorch. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Convscope, ONNX Runtime and libtorch on the same networks, weights and inputs.",
      "Results are compared first; then the engines take turns. Example:",
      "compare --model squeezenet1_1,resnet50 --batch 1,8 --work forward,training"
    })
public final class CompareCommand implements Callable<Integer> {
  /** Passes of an engine whose memory is measured. */
  private static final int PASSES = 5;

  @Option(
      names = "--model",
      split = ",",
      description = "Architectures (seeded weights) or ONNX files (${DEFAULT-VALUE}).",
      defaultValue = "squeezenet1_1,resnet50,alexnet")
  private List<String> models;

  @Option(names = "--batch", split = ",", defaultValue = "1,8", description = "Images at once.")
  private List<Integer> batches;

  @Option(names = "--threads", defaultValue = "2", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--rounds", defaultValue = "5", description = "Turns each (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--work",
      split = ",",
      defaultValue = "forward,gradient,training",
      description = "Rows: forward, gradient, training, occlusion (${DEFAULT-VALUE}).")
  private List<String> works;

  @Option(names = "--memory", description = "Also measure peak memory, each in its own process.")
  private boolean memory;

  @Option(names = "--alone", description = "Run one engine only and print its peak memory.")
  private String alone;

  @Override
  public Integer call() throws Exception {
    Set<Work> wanted = EnumSet.noneOf(Work.class);
    works.forEach(w -> wanted.add(Work.valueOf(w.toUpperCase(Locale.ROOT))));
    if (alone != null) {
      return alone(wanted);
    }
    Machine.print(System.out);
    System.out.printf(
        Locale.ROOT,
        "%-14s %5s %-9s %-13s %8s %8s %17s %8s %8s %6s %6s%n",
        "model",
        "batch",
        "work",
        "engine",
        "least",
        "median",
        "quartiles",
        "GFLOP/s",
        "of peak",
        "ratio",
        "MB");
    for (String model : models) {
      for (int batch : batches) {
        compare(model, batch, wanted);
      }
    }
    return 0;
  }

  private static List<Contender> contenders(Task task) throws Exception {
    return List.of(new Convscope(task), new OnnxRuntime(task), new Torch(task));
  }

  private static Contender named(String name, Task task) throws Exception {
    return switch (name) {
      case "Convscope" -> new Convscope(task);
      case "ONNX Runtime" -> new OnnxRuntime(task);
      case "libtorch" -> new Torch(task);
      default ->
          throw new IllegalArgumentException(
              "compare: an engine is Convscope, ONNX Runtime or libtorch, got " + name);
    };
  }

  private int alone(Set<Work> wanted) throws Exception {
    Task task = Task.of(models.get(0), batches.get(0), threads);
    try (Contender contender = named(alone, task)) {
      for (Work work : wanted) {
        for (int i = 0; i < work.repeats(PASSES); i++) {
          contender.run(work);
        }
      }
      PeakMemory.report();
    }
    return 0;
  }

  private void compare(String model, int batch, Set<Work> wanted) throws Exception {
    Task task = Task.of(model, batch, threads);
    List<Contender> all = contenders(task);
    try {
      for (Work work : wanted) {
        List<Contender> able = all.stream().filter(c -> c.does(work)).toList();
        requireEqual(able, work);
        Map<Contender, Times> times = new LinkedHashMap<>();
        for (Contender c : able) {
          times.put(c, new Times());
          Times.warmUp(c, work);
        }
        for (int round = 0; round < rounds; round++) {
          for (Contender c : able) {
            times.get(c).turn(c, work, batch);
          }
        }
        print(model, task, work, times);
      }
    } finally {
      for (Contender c : all) {
        c.close();
      }
    }
  }

  private static void requireEqual(List<Contender> able, Work work) throws Exception {
    float[] ours = able.get(0).run(work);
    for (Contender peer : able.subList(1, able.size())) {
      double difference = difference(ours, peer.run(work));
      System.out.printf(
          Locale.ROOT,
          "# %s of %s differs by %.1e (root of the sum of squares, relative)%n",
          work.label(),
          peer.name(),
          difference);
      if (!(difference <= work.tolerance())) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "compare: results must agree to %.0e, got %.1e in %s of %s",
                work.tolerance(),
                difference,
                work.label(),
                peer.name()));
      }
    }
  }

  private static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double all = 0;
    double off = 0;
    for (int i = 0; i < ours.length; i++) {
      all += (double) theirs[i] * theirs[i];
      off += ((double) theirs[i] - ours[i]) * ((double) theirs[i] - ours[i]);
    }
    return Math.sqrt(off / all);
  }

  private void print(String model, Task task, Work work, Map<Contender, Times> times)
      throws Exception {
    double flops = task.operations() * work.passes();
    double best =
        times.entrySet().stream()
            .filter(e -> !(e.getKey() instanceof Convscope))
            .mapToDouble(e -> e.getValue().least())
            .min()
            .orElse(Double.NaN);
    for (Map.Entry<Contender, Times> e : times.entrySet()) {
      Times t = e.getValue();
      double rate = flops / t.least() / 1e6;
      OptionalLong peak =
          memory ? PeakMemory.of(alone(model, task), e.getKey(), work) : OptionalLong.empty();
      System.out.printf(
          Locale.ROOT,
          "%-14s %5d %-9s %-13s %8.3f %8.3f %8.3f-%8.3f %8.1f %7.0f%% %6.2f %6s%n",
          model.replaceAll(".*/", ""),
          task.batch(),
          work.label(),
          e.getKey().name(),
          t.least(),
          t.median(),
          t.quantile(0.25),
          t.quantile(0.75),
          rate,
          100 * rate / Machine.peak(threads),
          best / t.least(),
          peak.isPresent() ? Long.toString(peak.getAsLong()) : "");
    }
  }

  private List<String> alone(String model, Task task) {
    return List.of("--model", model, "--batch", "" + task.batch(), "--threads", "" + threads);
  }
}
