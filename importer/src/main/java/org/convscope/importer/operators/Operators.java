package org.convscope.importer.operators;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The table of ONNX's operators: name, how many inputs and outputs a node of it may list, and how
 * its op is built. Adding an operator is one line in the family it belongs to.
 */
public final class Operators {
  /**
   * One line of the table.
   *
   * @param least inputs that must be there
   * @param most inputs that may be listed
   * @param outputs outputs that may be listed
   * @param entry how the op is built
   */
  public record Line(int least, int most, int outputs, Entry entry) {}

  /** Any number of inputs or outputs. */
  public static final int ANY = Integer.MAX_VALUE;

  private static final Map<String, Line> TABLE = table();

  private final Map<String, Line> lines = new HashMap<>();

  private Operators() {}

  /** The line of one of ONNX's own operators, if it is supported. */
  public static Optional<Line> find(String opType) {
    return Optional.ofNullable(TABLE.get(opType));
  }

  /** Adds an operator of one output. */
  Operators add(String opType, int least, int most, Entry entry) {
    return add(opType, least, most, 1, entry);
  }

  /** Adds an operator. */
  Operators add(String opType, int least, int most, int outputs, Entry entry) {
    if (lines.put(opType, new Line(least, most, outputs, entry)) != null) {
      throw new IllegalStateException("operators: two lines for " + opType);
    }
    return this;
  }

  private static Map<String, Line> table() {
    Operators t = new Operators();
    Activations.add(t);
    Arithmetics.add(t);
    Constants.add(t);
    Convolutions.add(t);
    Extrema.add(t);
    Indexing.add(t);
    Logic.add(t);
    Movements.add(t);
    Normalisations.add(t);
    Reductions.add(t);
    Resizes.add(t);
    return Map.copyOf(t.lines);
  }
}
