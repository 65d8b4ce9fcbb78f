package org.convscope.engine;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import org.convscope.engine.nd4j.Nd4jKernels;
import org.convscope.engine.scalar.ScalarKernels;
import org.convscope.engine.vector.Algorithms;
import org.convscope.engine.vector.VectorKernels;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel set of this process once, when first asked, and logs the choice and its
 * reason.
 *
 * <p>{@code -Dconvscope.kernels=scalar|vector|direct|nd4j} forces a set; {@code direct} is the
 * vector set without algorithms that round more than a plain sum (Winograd). Otherwise it is {@code
 * vector} where the JVM was started with {@code --add-modules jdk.incubator.vector}, else {@code
 * nd4j} where an ND4J backend is on the class path, else {@code scalar}.
 */
public final class KernelSets {
  /** The system property that forces a set. */
  public static final String PROPERTY = "convscope.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelSets.class);
  private static Choice chosen;

  private KernelSets() {}

  /** A set's name and why it was chosen. */
  record Choice(String name, String reason) {}

  /** The chosen set on a new pool of {@code threads} threads, which the caller closes. */
  public static Kernels choose(int threads) {
    return choose(Workers.of(threads), new Buffers());
  }

  /**
   * The chosen set on the given workers and buffers.
   *
   * @throws IllegalArgumentException if {@link #PROPERTY} names no set
   * @throws IllegalStateException if it names one that cannot run in this JVM
   */
  public static Kernels choose(Workers workers, Buffers buffers) {
    return named(chosen().name(), workers, buffers);
  }

  /**
   * The set called {@code name}, whatever {@link #PROPERTY} says.
   *
   * @throws IllegalArgumentException if there is no such set
   * @throws IllegalStateException if it cannot run in this JVM
   */
  public static Kernels named(String name, Workers workers, Buffers buffers) {
    requirePossible(name, hasVectorModule());
    return switch (name) {
      case "vector" -> vector(workers, buffers);
      case "direct" -> direct(workers, buffers);
      case "nd4j" -> new Nd4jKernels(workers, buffers);
      default -> new ScalarKernels(workers, buffers);
    };
  }

  private static synchronized Choice chosen() {
    if (chosen == null) {
      Choice choice =
          choice(
              Optional.ofNullable(System.getProperty(PROPERTY)),
              hasVectorModule(),
              KernelSets::hasNd4jBackend);
      LOG.info("kernels: {} ({})", choice.name(), choice.reason());
      chosen = choice;
    }
    return chosen;
  }

  /** The rule of choice, of what the process was started with. */
  static Choice choice(Optional<String> forced, boolean vectorModule, BooleanSupplier nd4jBackend) {
    if (forced.isPresent()) {
      requirePossible(forced.get(), vectorModule);
      return new Choice(forced.get(), "forced by -D" + PROPERTY);
    }
    if (vectorModule) {
      return new Choice("vector", "the module jdk.incubator.vector is there");
    }
    return nd4jBackend.getAsBoolean()
        ? new Choice("nd4j", "faster: start java with --add-modules jdk.incubator.vector")
        : new Choice("scalar", "slow; faster: start java with --add-modules jdk.incubator.vector");
  }

  private static void requirePossible(String name, boolean vectorModule) {
    switch (name) {
      case "scalar", "nd4j" -> {}
      case "vector", "direct" -> {
        if (!vectorModule) {
          throw new IllegalStateException(
              "kernels: "
                  + name
                  + " needs the module jdk.incubator.vector, got a JVM without it;"
                  + " start java with --add-modules jdk.incubator.vector");
        }
      }
      default ->
          throw new IllegalArgumentException(
              "kernels: a set is called scalar, vector, direct or nd4j, got " + name);
    }
  }

  private static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** True if ND4J finds a backend and can load its native library. */
  private static boolean hasNd4jBackend() {
    try {
      return ServiceLoader.load(Nd4jBackend.class).findFirst().isPresent()
          && Nd4j.getBackend() != null;
    } catch (LinkageError e) {
      LOG.debug("kernels: no ND4J backend", e);
      return false;
    }
  }

  /** A method of its own, so that no vector class is linked before it is called. */
  private static Kernels vector(Workers workers, Buffers buffers) {
    return new VectorKernels(workers, buffers);
  }

  private static Kernels direct(Workers workers, Buffers buffers) {
    return new VectorKernels(workers, buffers, Algorithms.DIRECT);
  }
}
