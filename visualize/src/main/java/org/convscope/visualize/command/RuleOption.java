package org.convscope.visualize.command;

import java.util.Locale;
import org.convscope.autograd.Rules;
import org.convscope.autograd.op.VisualisationRules;

/** The values of {@code --rule}: how to go back through rectifiers. */
enum RuleOption {
  DECONVNET(VisualisationRules.DECONVNET),
  GUIDED(VisualisationRules.GUIDED),
  GRADIENT(Rules.GRADIENT);

  private final Rules rules;

  RuleOption(Rules rules) {
    this.rules = rules;
  }

  Rules rules() {
    return rules;
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
