package org.convscope.visualize.ascend;

import java.util.Optional;
import org.convscope.visualize.ascend.objective.Objective;
import org.convscope.visualize.classes.ClassScore;

/**
 * Something to make an image of.
 *
 * @param caption what it is, for people
 * @param file what its files are called
 * @param objective what to raise
 * @param batch images that the objective looks at together
 * @param field the part of the image that it sees, where that is a part
 * @param map the feature map or class that it raises, where it raises one
 * @param score the class, where it is one
 */
public record Subject(
    String caption,
    String file,
    Objective objective,
    int batch,
    Optional<Field> field,
    Optional<FeatureMap> map,
    Optional<ClassScore> score) {
  /** Something that sees the whole image and is neither a feature map nor a class. */
  public static Subject other(String caption, String file, Objective objective, int batch) {
    return new Subject(
        caption, file, objective, batch, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
