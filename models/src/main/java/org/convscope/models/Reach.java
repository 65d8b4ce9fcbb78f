package org.convscope.models;

import java.util.List;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Activation;
import org.convscope.autograd.op.AdaptiveAveragePool;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.BatchNorm;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.ConvTranspose;
import org.convscope.autograd.op.DepthToSpace;
import org.convscope.autograd.op.Dropout;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Gather;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.InferenceDropout;
import org.convscope.autograd.op.LocalResponseNorm;
import org.convscope.autograd.op.LogSoftmax;
import org.convscope.autograd.op.LpNorm;
import org.convscope.autograd.op.LpPool;
import org.convscope.autograd.op.MaxPool;
import org.convscope.autograd.op.MaxUnpool;
import org.convscope.autograd.op.Pad;
import org.convscope.autograd.op.Reduce;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Resize;
import org.convscope.autograd.op.Slice;
import org.convscope.autograd.op.Softmax;
import org.convscope.autograd.op.SpaceToDepth;
import org.convscope.autograd.op.Split;
import org.convscope.autograd.op.Transpose;
import org.convscope.autograd.op.Variadic;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.convscope.engine.view.Resampling;

/**
 * Which positions of an input a node reads for given positions of its output, along one of the two
 * spatial axes, which are the last two. What is not known to be local counts as reading everything.
 *
 * @param node the node
 * @param inputs shapes of its inputs
 * @param output shape of the output that is asked about
 */
record Reach(Node node, List<Shape> inputs, Shape output) {
  /**
   * The positions that input {@code input} is read at.
   *
   * @param fromEnd the axis: −2 for rows, −1 for columns
   * @param out positions of the output; may lie outside of it, as a later layer's padding does
   */
  Interval of(int input, int fromEnd, Interval out) {
    Shape in = inputs.get(input);
    if (in.rank() < 4 || output.rank() < 4) {
      return Interval.ALL;
    }
    Op op = node.op();
    int axis = in.rank() + fromEnd;
    if (op instanceof Conv c) {
      return input == 0 ? windows(window(c.window(), in, axis), out) : Interval.ALL;
    } else if (op instanceof MaxPool p) {
      return windows(window(p.window(), in, axis), out);
    } else if (op instanceof AveragePool p) {
      return windows(window(p.window(), in, axis), out);
    } else if (op instanceof LpPool p) {
      return windows(window(p.window(), in, axis), out);
    } else if (op instanceof ConvTranspose c) {
      return input == 0 ? transposed(window(c.window(), in, axis), out) : Interval.ALL;
    } else if (op instanceof MaxUnpool u) {
      return transposed(window(u.window(), in, axis), out);
    } else if (op instanceof DepthToSpace d) {
      return new Interval(
          Math.floorDiv(out.first(), d.block()), Math.floorDiv(out.last(), d.block()));
    } else if (op instanceof SpaceToDepth s) {
      return new Interval(out.first() * s.block(), out.last() * s.block() + s.block() - 1);
    } else if (op instanceof Resize r) {
      return resampled(r.maps(in).get(axis), in.dim(axis), out);
    } else if (op instanceof AdaptiveAveragePool p) {
      return resampled(p.maps(in).get(axis), in.dim(axis), out);
    } else if (op instanceof Pad p) {
      return padded(p, in, axis, out);
    } else if (op instanceof Slice s) {
      return sliced(s, in, axis, out);
    } else if (op instanceof Concat c) {
      return joined(c, input, axis, out);
    }
    return isPositionwise(op, in, axis) ? alike(in, axis, fromEnd, out) : Interval.ALL;
  }

  private static Window.Axis window(Window w, Shape in, int axis) {
    return w.axes().get(w.rank() - (in.rank() - axis));
  }

  private static Interval windows(Window.Axis a, Interval out) {
    return new Interval(
        out.first() * a.stride() - a.padBegin(),
        out.last() * a.stride() - a.padBegin() + a.extent() - 1);
  }

  /** Windows over the output that the positions lie in. */
  private static Interval transposed(Window.Axis a, Interval out) {
    long before = out.first() + a.padBegin() - a.extent() + 1;
    return new Interval(
        -Math.floorDiv(-before, a.stride()),
        Math.floorDiv(out.last() + a.padBegin(), (long) a.stride()));
  }

  /** Beyond the edges it goes on as it does inside. */
  private static Interval resampled(Resampling map, int size, Interval out) {
    if (map == null) {
      return out;
    }
    int n = map.taps().size();
    Interval whole = Interval.NONE;
    for (long o : new long[] {out.first(), out.last()}) {
      int inside = (int) Math.max(0, Math.min(n - 1, o));
      long beyond = Math.floorDiv((o - inside) * size, (long) n);
      Interval read = Interval.NONE;
      for (int i : map.taps().get(inside).positions()) {
        read = read.hull(new Interval(i, i));
      }
      whole = whole.hull(read.shifted(beyond));
    }
    return whole;
  }

  private static Interval padded(Pad pad, Shape in, int axis, Interval out) {
    Interval moved = out.shifted(-pad.begin().get(axis));
    long last = in.dim(axis) - 1L;
    boolean inside = moved.first() >= 0 && moved.last() <= last;
    return switch (pad.mode()) {
      case CONSTANT -> moved;
      case WRAP -> inside ? moved : Interval.ALL;
      case EDGE -> {
        Interval edge = Interval.NONE;
        edge = moved.first() < 0 ? edge.hull(new Interval(0, 0)) : edge;
        edge = moved.last() > last ? edge.hull(new Interval(last, last)) : edge;
        yield moved.hull(edge);
      }
      case REFLECT -> {
        Interval mirrored = moved;
        if (moved.first() < 0) {
          mirrored = mirrored.hull(new Interval(0, -moved.first()));
        }
        if (moved.last() > last) {
          mirrored = mirrored.hull(new Interval(2 * last - moved.last(), last));
        }
        yield mirrored;
      }
    };
  }

  private static Interval sliced(Slice slice, Shape in, int axis, Interval out) {
    for (Slice.Range r : slice.ranges()) {
      if (in.axis(r.axis()) == axis) {
        long start = r.start() < 0 ? r.start() + in.dim(axis) : r.start();
        start = Math.max(0, Math.min(in.dim(axis) - 1L, start));
        Interval ends = new Interval(out.first() * r.step(), out.last() * r.step()).shifted(start);
        return r.step() > 0 ? ends : new Interval(ends.last(), ends.first());
      }
    }
    return out;
  }

  private Interval joined(Concat concat, int input, int axis, Interval out) {
    if (output.axis(concat.axis()) != axis) {
      return out;
    }
    long before = 0;
    for (Shape s : inputs.subList(0, input)) {
      before += s.dim(axis);
    }
    return out.shifted(-before);
  }

  /** Ops that read the position they write, in every input of that size. */
  private boolean isPositionwise(Op op, Shape in, int axis) {
    if (op instanceof Softmax s) {
      return in.axis(s.axis()) < in.rank() - 2;
    } else if (op instanceof LogSoftmax s) {
      return in.axis(s.axis()) < in.rank() - 2;
    } else if (op instanceof LpNorm n) {
      return in.axis(n.axis()) < in.rank() - 2;
    } else if (op instanceof Split s) {
      return in.axis(s.axis()) != axis;
    } else if (op instanceof Gather g) {
      return in.axis(g.axis()) < in.rank() - 2 && sameAt(in, axis);
    } else if (op instanceof Reduce r) {
      return r.axes().stream().noneMatch(a -> in.axis(a) >= in.rank() - 2)
          && !r.axes().isEmpty()
          && sameAt(in, axis);
    } else if (op instanceof Transpose t) {
      return t.order().size() == in.rank()
          && t.order().get(in.rank() - 2) == in.rank() - 2
          && t.order().get(in.rank() - 1) == in.rank() - 1;
    } else if (op instanceof Reshape) {
      return in.dim(-2) == output.dim(-2) && in.dim(-1) == output.dim(-1);
    }
    return op instanceof Activation
        || op instanceof BatchNorm
        || op instanceof LocalResponseNorm
        || op instanceof Elementwise
        || op instanceof Variadic
        || op instanceof Identity
        || op instanceof InferenceDropout
        || op instanceof Dropout;
  }

  private boolean sameAt(Shape in, int axis) {
    return in.dim(axis) == output.dim(axis - in.rank());
  }

  private Interval alike(Shape in, int axis, int fromEnd, Interval out) {
    boolean stretched = in.dim(axis) == 1 && output.dim(fromEnd) > 1;
    return stretched ? new Interval(0, 0) : out;
  }
}
