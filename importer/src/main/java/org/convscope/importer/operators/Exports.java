package org.convscope.importer.operators;

import java.util.HashMap;
import java.util.Map;
import org.convscope.autograd.Op;

/**
 * How ops become ONNX nodes again, by the ops' classes; each family of operators adds its own.
 *
 * <p>Everything is written in operator set {@value #OPSET}: the first in which group normalisation
 * has one scale per channel, and late enough for dilated average pooling, GELU and antialiased
 * resizing.
 */
public final class Exports {
  /** The operator set that is written. */
  public static final int OPSET = 21;

  /** The version of the file format that goes with it. */
  public static final int IR_VERSION = 10;

  /** How one kind of op is written. */
  @FunctionalInterface
  interface Writer<T extends Op> {
    /**
     * Writes the op.
     *
     * @throws IllegalArgumentException if ONNX cannot say it
     */
    void write(T op, Writing out);
  }

  private static final Map<Class<? extends Op>, Writer<Op>> WRITERS = writers();

  private final Map<Class<? extends Op>, Writer<Op>> byClass = new HashMap<>();

  private Exports() {}

  /**
   * Writes an op.
   *
   * @throws IllegalArgumentException if ONNX has no operator for it
   */
  public static void write(Op op, Writing out) {
    if (op instanceof FromFile f) {
      Verbatim.write(f.call(), out);
      return;
    }
    Writer<Op> writer = WRITERS.get(op.getClass());
    if (writer == null) {
      throw new IllegalArgumentException("ONNX has no operator for it");
    }
    writer.write(op, out);
  }

  /** Adds how ops of one class are written. */
  @SuppressWarnings("unchecked")
  <T extends Op> Exports add(Class<T> type, Writer<T> writer) {
    byClass.put(type, (op, out) -> writer.write((T) op, out));
    return this;
  }

  private static Map<Class<? extends Op>, Writer<Op>> writers() {
    Exports e = new Exports();
    Activations.export(e);
    Arithmetics.export(e);
    Convolutions.export(e);
    Constants.export(e);
    Indexing.export(e);
    Movements.export(e);
    Normalisations.export(e);
    Reductions.export(e);
    Resizes.export(e);
    return Map.copyOf(e.byClass);
  }
}
