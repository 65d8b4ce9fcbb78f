package org.convscope.visualize.launch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.convscope.engine.vector.VectorKernels;
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
      System.exit(secondJvm(args));
    }
    Child.endWithParent();
    if (Relaunch.hasVectors() && ClassArchive.makesPictures(args)) {
      VectorKernels.warmUp();
    }
    int exitCode = Visualize.run(args);
    CompileQueue.emptyBeforeArchive();
    System.exit(exitCode);
  }

  private static int secondJvm(String[] args) throws IOException, InterruptedException {
    Optional<ClassArchive> archive =
        ClassArchive.of(
            System.getProperty("java.class.path"),
            System.getProperty("java.vm.version") + System.getProperty("java.home"),
            System.getenv());
    List<String> sharing = archive.map(a -> a.arguments(args)).orElse(List.of());
    IntConsumer ended = exitCode -> archive.ifPresent(a -> a.finish(exitCode));
    return new Child(Relaunch.command(args, sharing), ended).run();
  }
}
