package org.convscope.visualize.doctor;

import org.convscope.models.Network;
import org.convscope.visualize.classes.ClassScores;

/** Whether the network ends in a softmax. */
public final class ClassifierEnd {
  private static final String CHECK = "classifier end";

  private ClassifierEnd() {}

  /** Looks at the first output. */
  public static Finding check(Network network) {
    String output = network.outputs().get(0);
    String logits = ClassScores.of(network).value();
    return logits.equals(output)
        ? Finding.fine(CHECK, "the output " + output + " is not behind a softmax")
        : Finding.note(
            CHECK,
            "the output %s is a softmax of %s".formatted(output, logits),
            "class methods take the logit %s by themselves; the gradient of a probability is tiny"
                    .formatted(logits)
                + " where the network is sure (--score probability to see it)");
  }
}
