package org.convscope.visualize.report;

import java.util.List;
import org.convscope.visualize.classes.ClassScore;

/**
 * All maps of one class.
 *
 * @param score which class and which number of it
 * @param name of the class
 * @param logit of the image
 * @param probability of the image
 * @param explanations one per method
 */
public record ExplainedClass(
    ClassScore score,
    String name,
    double logit,
    double probability,
    List<Explanation> explanations) {
  public ExplainedClass {
    explanations = List.copyOf(explanations);
  }
}
