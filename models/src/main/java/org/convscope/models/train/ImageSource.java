package org.convscope.models.train;

import java.util.List;

/**
 * A set of labelled images of one size, each a pure function of its index. Read from several
 * threads at once.
 */
public interface ImageSource {
  /** Class names; a label is an index into them. */
  List<String> classes();

  /** How many images there are. */
  int size();

  /** Height of every image, in pixels. */
  int height();

  /** Width of every image, in pixels. */
  int width();

  /**
   * The image of an index in 0 … size−1.
   *
   * @throws java.io.UncheckedIOException if it comes from a file that cannot be read
   */
  Labelled read(int index);

  /**
   * The label of an index; quicker than {@link #read} where the source knows it without the image.
   */
  default int label(int index) {
    return read(index).label();
  }
}
