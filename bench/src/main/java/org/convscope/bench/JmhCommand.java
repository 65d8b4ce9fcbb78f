package org.convscope.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** JMH's own command line. */
@Command(name = "jmh", description = "Passes its arguments to JMH.")
final class JmhCommand implements Callable<Integer> {
  @Parameters(description = "JMH's arguments; -h explains them.")
  private List<String> arguments = new ArrayList<>();

  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(options);
    org.openjdk.jmh.Main.main(all.toArray(new String[0]));
    return 0;
  }
}
