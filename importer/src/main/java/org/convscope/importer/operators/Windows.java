package org.convscope.importer.operators;

import java.util.Arrays;
import java.util.Map;
import org.convscope.engine.Window;

/** Reads the geometry that convolution and pooling share out of a call's attributes. */
final class Windows {
  private Windows() {}

  /** The kernel sizes of a call: {@code kernel_shape}, else the weight's. */
  static int[] kernel(Arguments a, int weight) {
    int[] declared = a.call().smalls("kernel_shape").orElse(null);
    if (declared != null && declared.length > 0) {
      return declared;
    }
    if (weight < 0) {
      throw new IllegalArgumentException(
          a.call().opType()
              + ": kernel_shape is needed, got attributes "
              + a.call().attributes().keySet());
    }
    int[] dims = a.shape(weight).dims();
    if (dims.length < 3) {
      throw new IllegalArgumentException(
          "%s: the weight must have spatial axes, got %s"
              .formatted(a.call().opType(), a.shape(weight)));
    }
    return Arrays.copyOfRange(dims, 2, dims.length);
  }

  /** The window of a convolution. */
  static Window convolution(Arguments a) {
    return of(a, kernel(a, 1)).withGroups(a.call().small("group", 1));
  }

  /** The window of a pooling. */
  static Window pooling(Arguments a) {
    return of(a, kernel(a, -1)).withCeil(a.call().flag("ceil_mode", false));
  }

  private static Window of(Arguments a, int[] kernel) {
    int n = kernel.length;
    int[] strides = perAxis(a, "strides", n, 1);
    int[] dilations = perAxis(a, "dilations", n, 1);
    int[] pads = pads(a, kernel, strides, dilations);
    return Window.of(
        kernel, strides, Arrays.copyOf(pads, n), Arrays.copyOfRange(pads, n, 2 * n), dilations);
  }

  /** An attribute of {@code length} numbers. */
  static int[] perAxis(Arguments a, String attribute, int length, int absent) {
    int[] v = a.call().smalls(attribute).orElse(null);
    if (v == null || v.length == 0) {
      v = new int[length];
      Arrays.fill(v, absent);
    }
    if (v.length != length) {
      throw new IllegalArgumentException(
          "%s: %s must have %d numbers, got %s"
              .formatted(a.call().opType(), attribute, length, Arrays.toString(v)));
    }
    return v;
  }

  /** All begins, then all ends: given, or as {@code auto_pad} computes them from the input. */
  private static int[] pads(Arguments a, int[] kernel, int[] strides, int[] dilations) {
    int n = kernel.length;
    String auto = a.call().text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET", "" -> {
        return perAxis(a, "pads", 2 * n, 0);
      }
      case "VALID" -> {
        return new int[2 * n];
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        return same(a, kernel, strides, dilations, auto.equals("SAME_UPPER"));
      }
      default ->
          throw new IllegalArgumentException(
              "%s: auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, got %s"
                  .formatted(a.call().opType(), auto));
    }
  }

  /** So much that the output has ⌈input/stride⌉ elements; an odd one goes to the end if upper. */
  private static int[] same(
      Arguments a, int[] kernel, int[] strides, int[] dilations, boolean upper) {
    int n = kernel.length;
    int[] in = a.spatial(0);
    if (in.length != n) {
      throw new IllegalArgumentException(
          "%s: kernel_shape must have one number per spatial axis, got %s for %d axes"
              .formatted(a.call().opType(), Arrays.toString(kernel), in.length));
    }
    int[] pads = new int[2 * n];
    for (int i = 0; i < n; i++) {
      Window.Axis axis = new Window.Axis(kernel[i], strides[i], 0, 0, dilations[i]);
      int out = (in[i] + strides[i] - 1) / strides[i];
      int total = Math.max(0, (out - 1) * strides[i] + axis.extent() - in[i]);
      pads[i] = upper ? total / 2 : total - total / 2;
      pads[n + i] = total - pads[i];
    }
    return pads;
  }

  /**
   * The window of a transposed convolution, as {@link org.convscope.autograd.op.ConvTranspose}
   * takes it: output padding is trailing padding that is missing. Where the output's size is given,
   * the padding follows from it.
   */
  static Window transposed(Arguments a) {
    int[] kernel = kernel(a, 1);
    int n = kernel.length;
    int[] strides = perAxis(a, "strides", n, 1);
    int[] dilations = perAxis(a, "dilations", n, 1);
    int[] extra = perAxis(a, "output_padding", n, 0);
    String auto = a.call().text("auto_pad", "NOTSET");
    int[] wanted = a.call().smalls("output_shape").orElse(new int[0]);
    boolean sized = wanted.length > 0 || auto.startsWith("SAME");
    int[] pads = sized || auto.equals("VALID") ? new int[2 * n] : perAxis(a, "pads", 2 * n, 0);
    int[] begin = Arrays.copyOf(pads, n);
    int[] end = Arrays.copyOfRange(pads, n, 2 * n);
    for (int i = 0; i < n; i++) {
      if (sized) {
        int in = a.spatial(0)[i];
        int out = wanted.length > 0 ? wanted[wanted.length - n + i] : in * strides[i];
        int extent = (kernel[i] - 1) * dilations[i] + 1;
        int total = (in - 1) * strides[i] + extra[i] + extent - out;
        int half = Math.max(0, total) / 2;
        begin[i] = auto.equals("SAME_UPPER") ? half : Math.max(0, total) - half;
        end[i] = total - begin[i];
      }
      end[i] -= extra[i];
    }
    return Window.of(kernel, strides, begin, end, dilations).withGroups(a.call().small("group", 1));
  }

  /** The attributes of a window. */
  static Map<String, Object> attributes(Window w) {
    int n = w.rank();
    long[] pads = new long[2 * n];
    for (int i = 0; i < n; i++) {
      pads[i] = w.axes().get(i).padBegin();
      pads[n + i] = w.axes().get(i).padEnd();
    }
    return Writing.with(
        "kernel_shape", w.axes().stream().mapToInt(Window.Axis::kernel).toArray(),
        "strides", w.axes().stream().mapToInt(Window.Axis::stride).toArray(),
        "pads", pads,
        "dilations", w.axes().stream().mapToInt(Window.Axis::dilation).toArray(),
        "group", w.groups());
  }

  /** The attributes of a pooling's window. */
  static Map<String, Object> pooling(Window w) {
    Map<String, Object> a = attributes(w);
    a.remove("group");
    a.put("ceil_mode", w.ceil() ? 1L : 0L);
    return a;
  }
}
