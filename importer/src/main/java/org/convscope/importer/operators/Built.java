package org.convscope.importer.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convscope.autograd.Op;

/**
 * An op together with which of its call's inputs it takes: those whose values the op did not read
 * when it was built, or, where it remembers its call, all.
 *
 * @param op the op
 * @param takes one entry per input of the call
 */
public record Built(Op op, boolean[] takes) {

  /**
   * Builds the op of a call now, or one that builds it when the network runs if that depends on
   * what is not known yet.
   */
  public static Built of(Call call, Entry entry, List<Known> inputs) {
    Arguments arguments = new Arguments(call, inputs);
    boolean[] takes = new boolean[inputs.size()];
    try {
      Op op = entry.build(arguments);
      for (int i = 0; i < takes.length; i++) {
        takes[i] = op instanceof FromFile || arguments.isData(i);
      }
      return new Built(op, takes);
    } catch (Arguments.NotYetKnown e) {
      Arrays.fill(takes, true);
      return new Built(new Late(call, entry), takes);
    }
  }

  /** Those of the call's input names that the op takes, without omitted ones at the end. */
  public List<String> data(List<String> inputs) {
    List<String> data = new ArrayList<>();
    for (int i = 0; i < takes.length; i++) {
      if (takes[i]) {
        data.add(inputs.get(i));
      }
    }
    while (!data.isEmpty() && data.get(data.size() - 1).isEmpty()) {
      data.remove(data.size() - 1);
    }
    return data;
  }
}
