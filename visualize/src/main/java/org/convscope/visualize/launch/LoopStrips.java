package org.convscope.visualize.launch;

import java.util.List;

/**
 * Long loops cut into strips of a thousand iterations with a safepoint after each, as with G1;
 * other collectors would do without. Their compiled code is also the better one: without strips
 * half of all processes run the main register tile at 60 instead of 94 GFLOP/s, for their whole
 * life ({@code docs/design-notes.md}).
 */
public final class LoopStrips {
  /** What the JVM is started with. */
  public static final List<String> FLAGS =
      List.of("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000");

  private LoopStrips() {}
}
