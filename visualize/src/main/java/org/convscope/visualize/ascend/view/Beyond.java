package org.convscope.visualize.ascend.view;

/** What a view shows beyond the image's edge. */
public enum Beyond {
  /** Mid-grey, as if the image lay on a grey page. */
  GREY,
  /** The pixel at the edge. */
  EDGE,
  /** The image from its other end: a shift by whole pixels rolls the image around. */
  WRAP
}
