package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.Softmax;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.classes.ClassScores;

/** A class's logit or probability, the mean over the batch (Simonyan et al. 2013). */
public record ClassTarget(ClassScore score) implements Objective {
  @Override
  public Set<String> values() {
    return Set.of(score.value());
  }

  @Override
  public Variable of(Tape tape, Map<String, Variable> values) {
    Variable logits = values.get(score.value());
    int items = logits.value().shape().dim(0);
    Variable flat = Terms.reshaped(tape, logits, items, ClassScores.count(logits.value()));
    Variable scores =
        score.kind() == ClassScore.Kind.LOGIT ? flat : tape.apply(new Softmax(1), flat);
    return Terms.mean(tape, Terms.cut(tape, scores, 1, score.index(), score.index() + 1));
  }

  @Override
  public Optional<OneChannel> oneChannel() {
    return score.kind() == ClassScore.Kind.LOGIT
        ? Optional.of(
            new OneChannel(
                score.value(),
                score.index(),
                alone -> new ClassTarget(new ClassScore(alone, 0, ClassScore.Kind.LOGIT))))
        : Optional.empty();
  }
}
