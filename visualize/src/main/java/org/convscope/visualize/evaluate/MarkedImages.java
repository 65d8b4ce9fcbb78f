package org.convscope.visualize.evaluate;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Tensor;

/** Images and where their objects are. Safe for use by several threads. */
public interface MarkedImages {
  /** What to call them. */
  List<String> names();

  /** An image as the network takes it, [1×C×H×W]. */
  Tensor input(int index);

  /** The object's pixels, row by row; empty where nobody marked it. */
  Optional<BitSet> object(int index);
}
