package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.DepthToSpace;
import org.convscope.autograd.op.Expand;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.Pad;
import org.convscope.autograd.op.Reshape;
import org.convscope.autograd.op.Slice;
import org.convscope.autograd.op.SpaceToDepth;
import org.convscope.autograd.op.Split;
import org.convscope.autograd.op.Squeeze;
import org.convscope.autograd.op.Tile;
import org.convscope.autograd.op.Transpose;
import org.convscope.autograd.op.Unsqueeze;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Operators that change a tensor's shape or move its elements without computing with them. */
final class Movements {
  private Movements() {}

  static void add(Operators t) {
    t.add("Identity", 1, 1, a -> new Identity())
        .add("Reshape", 1, 2, Movements::reshape)
        .add("Flatten", 1, 1, a -> new Flatten(a.call().small("axis", 1)))
        .add("Squeeze", 1, 2, a -> new Squeeze(axes(a, 1)))
        .add("Unsqueeze", 1, 2, a -> new Unsqueeze(axes(a, 1)))
        .add("Transpose", 1, 1, a -> new Transpose(list(a.call().smalls("perm").orElse(none()))))
        .add("Concat", 1, Operators.ANY, a -> new Concat(concatAxis(a)))
        .add("Split", 1, 2, Operators.ANY, Movements::split)
        .add("Slice", 1, 5, Movements::slice)
        .add("Expand", 2, 2, a -> new Expand(Shape.of(a.ints(1))))
        .add("Tile", 2, 3, Movements::tile)
        .add("Pad", 1, 4, Movements::pad)
        .add("CenterCropPad", 2, 2, Movements::centerCropPad)
        .add("DepthToSpace", 1, 1, Movements::depthToSpace)
        .add("SpaceToDepth", 1, 1, a -> new SpaceToDepth(a.call().small("blocksize", 0)));
  }

  static List<Integer> list(int[] v) {
    return Arrays.stream(v).boxed().toList();
  }

  private static int[] none() {
    return new int[0];
  }

  /** Axes from an input where there is one, else from the attribute; empty if neither. */
  static List<Integer> axes(Arguments a, int input) {
    return list(a.has(input) ? a.ints(input) : a.call().smalls("axes").orElse(none()));
  }

  private static Op reshape(Arguments a) {
    int[] dims = a.has(1) ? a.ints(1) : a.call().smalls("shape").orElse(none());
    return new Reshape(
        list(dims), a.call().flag("allowzero", false) ? Reshape.Zero.STAYS : Reshape.Zero.COPIES);
  }

  /** Required from operator set 4 on; before, 1. */
  private static int concatAxis(Arguments a) {
    if (a.version() >= 4 && !a.call().has("axis")) {
      throw new IllegalArgumentException("Concat: attribute axis is needed");
    }
    return a.call().small("axis", 1);
  }

  private static Op split(Arguments a) {
    int axis = a.call().small("axis", 0);
    if (a.has(1)) {
      return new Split(axis, list(a.ints(1)));
    }
    if (a.call().has("split")) {
      return new Split(axis, list(a.call().smalls("split").orElseThrow()));
    }
    int parts = a.call().small("num_outputs", a.call().outputs());
    if (parts != a.call().outputs()) {
      throw new IllegalArgumentException(
          "Split: num_outputs must be the number of outputs, got %d and %d outputs"
              .formatted(parts, a.call().outputs()));
    }
    return Split.equally(axis, parts, a.shape(0).dim(axis));
  }

  private static Op slice(Arguments a) {
    boolean inputs = a.version() >= 10;
    long[] starts = inputs ? a.longs(1) : a.call().integers("starts").orElse(new long[0]);
    long[] ends = inputs ? a.longs(2) : a.call().integers("ends").orElse(new long[0]);
    int[] axes =
        inputs && a.has(3)
            ? a.ints(3)
            : a.call().smalls("axes").orElseGet(() -> IntStream.range(0, starts.length).toArray());
    long[] steps = new long[starts.length];
    Arrays.fill(steps, 1);
    if (inputs && a.has(4)) {
      steps = a.longs(4);
    }
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw new IllegalArgumentException(
          "Slice: starts, ends, axes and steps must have one number per sliced axis, got %d, %d, %d and %d"
              .formatted(starts.length, ends.length, axes.length, steps.length));
    }
    List<Slice.Range> ranges = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      ranges.add(new Slice.Range(axes[i], starts[i], ends[i], steps[i]));
    }
    return new Slice(ranges);
  }

  private static Op tile(Arguments a) {
    if (a.version() >= 6) {
      return new Tile(list(a.ints(1)));
    }
    int[] repeats = new int[a.rank(0)];
    Arrays.fill(repeats, 1);
    repeats[a.shape(0).axis(a.ints(2)[0])] = a.ints(1)[0];
    return new Tile(list(repeats));
  }

  private static Op pad(Arguments a) {
    Pad.Mode mode =
        switch (a.call().text("mode", "constant")) {
          case "constant" -> Pad.Mode.CONSTANT;
          case "reflect" -> Pad.Mode.REFLECT;
          case "edge" -> Pad.Mode.EDGE;
          case "wrap" -> Pad.Mode.WRAP;
          default ->
              throw new IllegalArgumentException(
                  "Pad: mode must be constant, reflect, edge or wrap, got "
                      + a.call().text("mode", ""));
        };
    if (a.version() < 11) {
      String name = a.version() < 2 ? "paddings" : "pads";
      return Pad.of(a.call().smalls(name).orElse(none()), mode, a.call().number("value", 0));
    }
    int[] pads = a.ints(1);
    double value = a.has(2) && a.value(2).size() > 0 ? a.number(2) : 0;
    return Pad.of(a.has(3) ? spread(pads, a.ints(3), a.rank(0)) : pads, mode, value);
  }

  /** Pads of some axes as pads of all. */
  private static int[] spread(int[] pads, int[] axes, int rank) {
    if (pads.length != 2 * axes.length) {
      throw new IllegalArgumentException(
          "Pad: pads must have two numbers per axis, got %s for axes %s"
              .formatted(Arrays.toString(pads), Arrays.toString(axes)));
    }
    int[] all = new int[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = axis(axes[i], rank);
      all[axis] = pads[i];
      all[rank + axis] = pads[axes.length + i];
    }
    return all;
  }

  static int axis(int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "axes must lie in [-%d, %d), got %d".formatted(rank, rank, axis));
    }
    return axis < 0 ? axis + rank : axis;
  }

  private static Op centerCropPad(Arguments a) {
    int[] wanted = a.ints(1);
    Shape x = a.shape(0);
    int[] axes = a.call().smalls("axes").orElseGet(() -> IntStream.range(0, x.rank()).toArray());
    if (axes.length != wanted.length) {
      throw new IllegalArgumentException(
          "CenterCropPad: one size per axis is needed, got %s for axes %s"
              .formatted(Arrays.toString(wanted), Arrays.toString(axes)));
    }
    int[] pads = new int[2 * x.rank()];
    for (int i = 0; i < axes.length; i++) {
      int axis = x.axis(axes[i]);
      int room = wanted[i] - x.dim(axis);
      pads[axis] = room < 0 ? -(-room / 2) : room / 2;
      pads[x.rank() + axis] = room - pads[axis];
    }
    return Pad.of(pads, Pad.Mode.CONSTANT, 0);
  }

  private static Op depthToSpace(Arguments a) {
    DepthToSpace.Order order =
        switch (a.call().text("mode", "DCR")) {
          case "DCR" -> DepthToSpace.Order.DEPTH_COLUMN_ROW;
          case "CRD" -> DepthToSpace.Order.COLUMN_ROW_DEPTH;
          default ->
              throw new IllegalArgumentException(
                  "DepthToSpace: mode must be DCR or CRD, got " + a.call().text("mode", ""));
        };
    return new DepthToSpace(a.call().small("blocksize", 0), order);
  }

  static void export(Exports e) {
    e.add(Identity.class, (op, out) -> out.node("Identity", with()))
        .add(
            Reshape.class,
            (op, out) ->
                out.node(
                    "Reshape",
                    out.inputsAnd(out.longs(op.dims())),
                    with("allowzero", op.zero() == Reshape.Zero.STAYS)))
        .add(Flatten.class, (op, out) -> out.node("Flatten", with("axis", op.axis())))
        .add(Squeeze.class, (op, out) -> out.node("Squeeze", andAxes(op.axes(), out), with()))
        .add(Unsqueeze.class, (op, out) -> out.node("Unsqueeze", andAxes(op.axes(), out), with()))
        .add(
            Transpose.class,
            (op, out) ->
                out.node(
                    "Transpose",
                    op.order().isEmpty()
                        ? with()
                        : with("perm", op.order().stream().mapToInt(i -> i).toArray())))
        .add(Concat.class, (op, out) -> out.node("Concat", with("axis", op.axis())))
        .add(
            Split.class,
            (op, out) ->
                out.node("Split", out.inputsAnd(out.longs(op.lengths())), with("axis", op.axis())))
        .add(Slice.class, Movements::write)
        .add(
            Expand.class,
            (op, out) ->
                out.node("Expand", out.inputsAnd(out.longs(list(op.shape().dims()))), with()))
        .add(
            Tile.class,
            (op, out) -> out.node("Tile", out.inputsAnd(out.longs(op.repeats())), with()))
        .add(Pad.class, Movements::write)
        .add(
            DepthToSpace.class,
            (op, out) ->
                out.node(
                    "DepthToSpace",
                    with(
                        "blocksize",
                        op.block(),
                        "mode",
                        op.order() == DepthToSpace.Order.COLUMN_ROW_DEPTH ? "CRD" : "DCR")))
        .add(
            SpaceToDepth.class,
            (op, out) -> out.node("SpaceToDepth", with("blocksize", op.block())));
  }

  private static List<String> andAxes(List<Integer> axes, Writing out) {
    return axes.isEmpty() ? out.inputs() : out.inputsAnd(out.longs(axes));
  }

  private static void write(Slice op, Writing out) {
    List<Slice.Range> r = op.ranges();
    out.node(
        "Slice",
        out.inputsAnd(
            out.constant(Tensor.longs(r.stream().mapToLong(Slice.Range::start).toArray())),
            out.constant(Tensor.longs(r.stream().mapToLong(Slice.Range::end).toArray())),
            out.constant(Tensor.longs(r.stream().mapToLong(Slice.Range::axis).toArray())),
            out.constant(Tensor.longs(r.stream().mapToLong(Slice.Range::step).toArray()))),
        with());
  }

  private static void write(Pad op, Writing out) {
    List<Integer> pads = new ArrayList<>(op.begin());
    pads.addAll(op.end());
    List<String> inputs =
        op.value() == 0
            ? out.inputsAnd(out.longs(pads))
            : out.inputsAnd(out.longs(pads), out.number(op.value()));
    out.node("Pad", inputs, with("mode", op.mode().name().toLowerCase(Locale.ROOT)));
  }
}
