package org.convscope.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvBlock;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.JoinedConvolutions;
import org.convscope.autograd.op.LocalResponseNorm;
import org.convscope.autograd.op.LpPool;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.Variadic;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/**
 * How an operator's output at one place depends on the places of its inputs.
 *
 * @param reads one entry per input
 */
record Locality(List<Read> reads) {
  /** How one input is read. */
  sealed interface Read {}

  /** Through a window around the place. */
  record Through(Window window) implements Read {}

  /** At the place itself. */
  record Here() implements Read {}

  /** The same for all places: a parameter, or an omitted input. */
  record Parameter() implements Read {}

  /**
   * The locality of an operator; empty if any place may depend on every place.
   *
   * @param inputs shapes of its inputs, null for an omitted one
   * @param ofImage which inputs depend on the image
   */
  static Optional<Locality> of(Op op, List<Shape> inputs, boolean[] ofImage, Shape output) {
    List<Read> reads = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Optional<Read> read = read(op, i, inputs.get(i), output);
      if (read.isEmpty() || ofImage[i] && read.get() instanceof Parameter) {
        return Optional.empty();
      }
      reads.add(read.get());
    }
    return Optional.of(new Locality(reads));
  }

  private static Optional<Read> read(Op op, int input, Shape in, Shape output) {
    if (output.rank() != 4) {
      return Optional.empty();
    } else if (op instanceof Conv c) {
      return input == 0 ? through(c.window(), in) : Optional.of(new Parameter());
    } else if (op instanceof ConvBlock b) {
      boolean parameter = input == 1 || input == 2;
      return input == 0
          ? through(b.window(), in)
          : parameter ? Optional.of(new Parameter()) : elementwise(in, output);
    } else if (op instanceof JoinedConvolutions j) {
      int block = input / 3;
      return input % 3 == 0
          ? through(j.blocks().get(block).window(), in)
          : Optional.of(new Parameter());
    } else if (op instanceof MaxPool p && p.indices() == MaxPool.Indices.NONE) {
      return through(p.window(), in);
    } else if (op instanceof AveragePool p) {
      return through(p.window(), in);
    } else if (op instanceof LpPool p) {
      return through(p.window(), in);
    } else if (op instanceof BatchNorm) {
      return Optional.of(input == 0 ? new Here() : new Parameter());
    } else if (op instanceof Concat c) {
      return output.axis(c.axis()) == 1 ? Optional.of(new Here()) : Optional.empty();
    }
    return isElementwise(op) ? elementwise(in, output) : Optional.empty();
  }

  /** Windows that crop are rare and left alone. */
  private static Optional<Read> through(Window window, Shape in) {
    boolean known = window.rank() == 2 && in.rank() == 4;
    for (Window.Axis a : window.axes()) {
      known &= a.padBegin() >= 0 && a.padEnd() >= 0;
    }
    return !known
        ? Optional.empty()
        : Optional.of(window.isPointwise() ? new Here() : new Through(window));
  }

  private static boolean isElementwise(Op op) {
    return op instanceof Activation
        || op instanceof LocalResponseNorm
        || op instanceof Elementwise
        || op instanceof Variadic
        || op instanceof Identity
        || op instanceof InferenceDropout;
  }

  /** With broadcasting: read where it is written, or the same at all places. */
  private static Optional<Read> elementwise(Shape in, Shape output) {
    if (in == null) {
      return Optional.of(new Parameter());
    }
    if (in.rank() == 4 && in.dim(2) == output.dim(2) && in.dim(3) == output.dim(3)) {
      return Optional.of(new Here());
    }
    boolean flat = (in.rank() < 1 || in.dim(-1) == 1) && (in.rank() < 2 || in.dim(-2) == 1);
    return flat ? Optional.of(new Parameter()) : Optional.empty();
  }
}
