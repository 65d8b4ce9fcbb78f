package org.convscope.visualize.image;

import org.convscope.visualize.deconv.PhotoSource;

/** Photographs as networks see them, and as people do. */
public interface Photos extends PhotoSource {
  /** What the network sees of a photograph. */
  Photo fitted(int index);
}
