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
 * @param score the class, where it is one
 */
public record Subject(
    String caption,
    String file,
    Objective objective,
    int batch,
    Optional<Field> field,
    Optional<ClassScore> score) {}
