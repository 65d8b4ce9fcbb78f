package org.convscope.visualize.launch;

import java.util.List;

/**
 * The compute kernels, which crawl until the optimising compiler has seen them, go there before
 * everything else, and who calls one waits for it; the rest waits four times as long as usual. A
 * short run then spends less of its time on vectors in boxes and on compiling what it hardly needs:
 * {@code docs/design-notes.md} has the figures.
 *
 * <p>The compiler gives up typed guards in a method when the methods inlined into it have seen a
 * hundred failed ones. A register tile inlines hundreds of the Vector API's methods, each with what
 * it has seen since the program started; without guards the compiler does not know that a sum is a
 * vector of 256 bits, and stores it through a box in memory. Hence the limit that no tile reaches.
 */
public final class KernelCompilation {
  private static final String KERNELS = "org/convscope/engine/vector/*.*";

  /** What the JVM is started with. */
  public static final List<String> FLAGS =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling," + KERNELS + ",0.12",
          "-XX:CompileCommand=BackgroundCompilation," + KERNELS + ",false",
          "-XX:Tier4InvocationThreshold=20000",
          "-XX:Tier4MinInvocationThreshold=3000",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=160000",
          "-XX:PerMethodTrapLimit=10000");

  private KernelCompilation() {}
}
