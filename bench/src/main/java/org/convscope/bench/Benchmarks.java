package org.convscope.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.convscope.bench.compare.AscentCommand;
import org.convscope.bench.compare.CompareCommand;
import org.convscope.bench.compare.ProfileCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code benchmarks.jar}. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures Convscope; without a command: layers.",
    subcommands = {
      LayersCommand.class,
      NetworkCommand.class,
      CompareCommand.class,
      ProgramCommand.class,
      AscentCommand.class,
      ProfileCommand.class,
      CollectorsCommand.class,
      JmhCommand.class
    })
public final class Benchmarks implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    return new LayersCommand().call();
  }

  /** Runs the command, in a JVM that is set up for it, and exits with its code. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(
        Relaunch.isDone()
            ? new CommandLine(new Benchmarks()).execute(args)
            : Relaunch.run(List.of(args)));
  }
}
