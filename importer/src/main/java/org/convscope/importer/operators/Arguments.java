package org.convscope.importer.operators;

import java.util.BitSet;
import java.util.List;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * What a table entry builds its op from: the call's attributes and what is known of its inputs.
 *
 * <p>An input whose value was asked for is not an input of the built op any more.
 */
public final class Arguments {
  /** Thrown to the importer when an entry asks for what only the running network knows. */
  static final class NotYetKnown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYetKnown() {
      super("known when the network runs", null, false, false);
    }
  }

  private final Call call;
  private final List<Known> inputs;
  private final BitSet consumed = new BitSet();

  public Arguments(Call call, List<Known> inputs) {
    this.call = call;
    this.inputs = List.copyOf(inputs);
  }

  public Call call() {
    return call;
  }

  /** Version of the operator set. */
  public int version() {
    return call.version();
  }

  /** True if the input is there: listed and not an empty name. */
  public boolean has(int input) {
    return input < inputs.size() && inputs.get(input).present();
  }

  /** Number of listed inputs. */
  public int count() {
    return inputs.size();
  }

  /** The value of an input that the op holds as an attribute. */
  public Tensor value(int input) {
    Tensor v = known(input).value();
    if (v == null) {
      throw new NotYetKnown();
    }
    consumed.set(input);
    return v;
  }

  /** As {@link #value}, as integers. */
  public long[] longs(int input) {
    return value(input).cast(DType.INT64).longs();
  }

  /** As {@link #longs}, for sizes and axes. */
  public int[] ints(int input) {
    long[] longs = longs(input);
    int[] v = new int[longs.length];
    for (int i = 0; i < v.length; i++) {
      if (longs[i] < Integer.MIN_VALUE || longs[i] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s: input %d must fit into 32 bits, got %d".formatted(call.opType(), input, longs[i]));
      }
      v[i] = (int) longs[i];
    }
    return v;
  }

  /** As {@link #value}, as one number. */
  public double number(int input) {
    return value(input).item();
  }

  /** Leaves an input out of the built op. */
  public void skip(int input) {
    consumed.set(input);
  }

  /** The whole shape of an input. */
  public Shape shape(int input) {
    Known k = known(input);
    if (k.small() == null || !k.small().equals(k.large())) {
      throw new NotYetKnown();
    }
    return k.small();
  }

  /** The number of dimensions of an input. */
  public int rank(int input) {
    Known k = known(input);
    if (k.small() == null || k.small().rank() != k.large().rank()) {
      throw new NotYetKnown();
    }
    return k.small().rank();
  }

  /** The dimensions of an input [N×C×spatial...] from the third on. */
  public int[] spatial(int input) {
    int rank = rank(input);
    if (rank < 3) {
      throw new IllegalArgumentException(
          "%s: input %d must have spatial dimensions, got %s"
              .formatted(call.opType(), input, known(input).small()));
    }
    int[] dims = new int[rank - 2];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = known(input).small().dim(i + 2);
      if (dims[i] != known(input).large().dim(i + 2)) {
        throw new NotYetKnown();
      }
    }
    return dims;
  }

  /** The element type of an input. */
  public DType type(int input) {
    DType type = known(input).type();
    if (type == null) {
      throw new NotYetKnown();
    }
    return type;
  }

  /** True if the input at this position is left to the built op. */
  boolean isData(int input) {
    return !consumed.get(input);
  }

  private Known known(int input) {
    if (!has(input)) {
      throw new IllegalArgumentException(
          "%s: input %d is needed, got %d inputs".formatted(call.opType(), input, inputs.size()));
    }
    return inputs.get(input);
  }
}
