package org.convscope.visualize.rerun;

import java.util.ArrayList;
import java.util.List;

/** What command lines of earlier programs left unsaid that is another thing today. */
final class OlderDefaults {
  private OlderDefaults() {}

  /**
   * A command line that means today what it meant then.
   *
   * @param generation of the defaults it was given under, see {@link
   *     org.convscope.visualize.report.Provenance#DEFAULTS}
   */
  static List<String> spelledOut(int generation, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    if (generation >= 2 || arguments.indexOf("ascend") != 0) {
      return all;
    }
    switch (value(arguments, "--recipe", "lucid")) {
      case "lucid" -> say("--transforms", "robust", all);
      case "yosinski" -> {
        say("--step-rule", "normalised", all);
        say("--lr", "8", all);
      }
      default -> {}
    }
    return all;
  }

  private static void say(String option, String value, List<String> arguments) {
    if (value(arguments, option, "").isEmpty()) {
      arguments.addAll(List.of(option, value));
    }
  }

  private static String value(List<String> arguments, String option, String otherwise) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(option + "=")) {
        return argument.substring(option.length() + 1);
      }
      if (argument.equals(option) && i + 1 < arguments.size()) {
        return arguments.get(i + 1);
      }
    }
    return otherwise;
  }
}
