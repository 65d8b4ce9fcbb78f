package org.convscope.visualize.trust;

import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.attribute.Subject;

/** A method with its options fixed. */
@FunctionalInterface
public interface Explainer {
  /** The method's map, [H×W] of the image. */
  Plane map(Subject subject);
}
