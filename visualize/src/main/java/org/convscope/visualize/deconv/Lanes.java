package org.convscope.visualize.deconv;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.convscope.engine.Kernels;
import org.convscope.engine.Workers;

/** A loop over independent items, one thread per kernel set; each takes the next item when free. */
public final class Lanes {
  /** What is done with one item. */
  public interface Body {
    void run(Kernels kernels, int index);
  }

  private Lanes() {}

  /** Does {@code body} for the items 0 to {@code count} − 1 and returns when all are done. */
  public static void forEach(List<Kernels> lanes, int count, Body body) {
    AtomicInteger next = new AtomicInteger();
    try (Workers workers = Workers.of(lanes.size())) {
      workers.forEach(
          lanes.size(),
          lane -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              body.run(lanes.get(lane), i);
            }
          });
    }
  }
}
