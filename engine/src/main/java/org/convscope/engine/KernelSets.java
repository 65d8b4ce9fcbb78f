package org.convscope.engine;

import java.util.Optional;
import org.convscope.engine.scalar.ScalarKernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel set of this process once, when first asked, and logs the choice and its
 * reason.
 *
 * <p>{@code -Dconvscope.kernels=scalar|vector|nd4j} forces a set. Otherwise it is {@code vector}
 * where the JVM was started with {@code --add-modules jdk.incubator.vector}, else {@code scalar}.
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
      case "vector" -> load("org.convscope.engine.vector.VectorKernels", workers, buffers);
      case "nd4j" -> load("org.convscope.engine.nd4j.Nd4jKernels", workers, buffers);
      default -> new ScalarKernels(workers, buffers);
    };
  }

  private static synchronized Choice chosen() {
    if (chosen == null) {
      Choice choice = choice(Optional.ofNullable(System.getProperty(PROPERTY)), hasVectorModule());
      LOG.info("kernels: {} ({})", choice.name(), choice.reason());
      chosen = choice;
    }
    return chosen;
  }

  /** The rule of choice, of what the process was started with. */
  static Choice choice(Optional<String> forced, boolean vectorModule) {
    if (forced.isPresent()) {
      requirePossible(forced.get(), vectorModule);
      return new Choice(forced.get(), "forced by -D" + PROPERTY);
    }
    return vectorModule
        ? new Choice("vector", "the module jdk.incubator.vector is there")
        : new Choice(
            "scalar", "slow; for the fast set start java with --add-modules jdk.incubator.vector");
  }

  private static void requirePossible(String name, boolean vectorModule) {
    switch (name) {
      case "scalar", "nd4j" -> {}
      case "vector" -> {
        if (!vectorModule) {
          throw new IllegalStateException(
              "kernels: vector needs the module jdk.incubator.vector, got a JVM without it;"
                  + " start java with --add-modules jdk.incubator.vector");
        }
      }
      default ->
          throw new IllegalArgumentException(
              "kernels: a set is called scalar, vector or nd4j, got " + name);
    }
  }

  private static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        && KernelSets.class.getResource("vector/VectorKernels.class") != null;
  }

  /** By name, so that no class of a set is linked before the set is chosen. */
  private static Kernels load(String type, Workers workers, Buffers buffers) {
    try {
      return (Kernels)
          Class.forName(type)
              .getConstructor(Workers.class, Buffers.class)
              .newInstance(workers, buffers);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("kernels: " + type + " must be on the class path", e);
    }
  }
}
