package org.convscope.visualize.launch;

import java.io.IOException;
import org.convscope.visualize.command.Visualize;

/**
 * Main class of {@code visualize.jar}: runs the command line, in this JVM if it has the Vector API,
 * else in a second one that is started with it.
 *
 * <p>Only JDK classes are loaded on the way to the second JVM, so the detour costs one bare start.
 */
public final class Main {
  private Main() {}

  /** Runs the program; exits with the command's exit code. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Relaunch.isNeeded()) {
      System.exit(new Child(Relaunch.command(args)).run());
    }
    Child.endWithParent();
    Visualize.main(args);
  }
}
