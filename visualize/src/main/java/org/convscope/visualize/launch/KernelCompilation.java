package org.convscope.visualize.launch;

import java.util.List;

/**
 * The compute kernels, which crawl until the optimising compiler has seen them, go there before
 * everything else, and who calls one waits for it. A short run then spends less of its time on
 * vectors in boxes: {@code deconv --layer 5} 5.3 instead of 6.0 s, the head start of the tiles
 * included (medians of {@code benchmarks.jar program}, 2 cores).
 *
 * <p>Thresholds of a tenth, or five times as high for all the rest, save another 0.4 s and cost
 * more: the compiler then knows too little of the classes of vectors when a tile's turn comes and
 * stores its results through boxes for good: 12 instead of 7 ms for the passes of {@code
 * benchmarks.jar ascent} ({@code docs/design-notes.md}).
 */
public final class KernelCompilation {
  /** What the JVM is started with. */
  public static final List<String> FLAGS =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,org/convscope/engine/vector/*.*,0.5",
          "-XX:CompileCommand=BackgroundCompilation,org/convscope/engine/vector/*.*,false");

  private KernelCompilation() {}
}
