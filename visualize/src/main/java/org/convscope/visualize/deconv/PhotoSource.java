package org.convscope.visualize.deconv;

import java.util.List;
import org.convscope.engine.Tensor;

/** A set of photographs, prepared for a network one by one; read from several threads at once. */
public interface PhotoSource {
  /** Name of every photograph, in the order of their indices. */
  List<String> names();

  /**
   * The network's input for a photograph, [1×C×H×W].
   *
   * @throws java.io.UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it is not an image
   */
  Tensor input(int index);
}
