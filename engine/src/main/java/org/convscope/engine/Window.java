package org.convscope.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Geometry of a sliding window: what convolution and pooling share. One {@link Axis} per spatial
 * dimension (H, W for images), the number of groups (1 for pooling) and the rounding of the output
 * size.
 *
 * @param axes one entry per spatial dimension
 * @param groups channel groups of a convolution; channels and filters must divide by it
 * @param ceil round the output size up instead of down (pooling only); a last window that would
 *     start beyond input and leading padding is dropped, as in PyTorch and ONNX 22
 */
public record Window(List<Axis> axes, int groups, boolean ceil) {

  /**
   * One spatial dimension of a window.
   *
   * @param kernel taps
   * @param stride step between output positions, in input elements
   * @param padBegin implicit zeros before the first element; may be negative, which crops
   * @param padEnd implicit zeros after the last element; may be negative, which crops
   * @param dilation distance between taps
   */
  public record Axis(int kernel, int stride, int padBegin, int padEnd, int dilation) {
    /** Keeps sums of positions, extents and padding inside an int. */
    private static final int LIMIT = 1 << 28;

    public Axis {
      if (kernel < 1 || stride < 1 || dilation < 1) {
        throw new IllegalArgumentException(
            "window: kernel, stride and dilation must be at least 1, got kernel %d, stride %d, dilation %d"
                .formatted(kernel, stride, dilation));
      }
      if ((kernel - 1L) * dilation >= LIMIT
          || Math.abs((long) padBegin) >= LIMIT
          || Math.abs((long) padEnd) >= LIMIT) {
        throw new IllegalArgumentException(
            "window: extent and padding must stay below 2^28, got kernel %d, dilation %d, padding %d and %d"
                .formatted(kernel, dilation, padBegin, padEnd));
      }
    }

    /** Input elements from the first to the last tap. */
    public int extent() {
      return (kernel - 1) * dilation + 1;
    }

    /**
     * Output size over {@code input} elements: {@code (input + padBegin + padEnd − extent)/stride +
     * 1}, rounded down, or up with {@code ceil}.
     */
    public int output(int input, boolean ceil) {
      long room = (long) input + padBegin + padEnd - extent();
      if (room < 0) {
        throw new IllegalArgumentException(
            "window: the kernel's extent %d must fit into input %d with padding %d and %d; use a larger input"
                .formatted(extent(), input, padBegin, padEnd));
      }
      long output = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
      if (ceil && (output - 1) * stride >= (long) input + padBegin) {
        output--;
      }
      return Math.toIntExact(output);
    }

    /** Input position of the first tap of output {@code o}; may be negative. */
    public int start(int o) {
      return o * stride - padBegin;
    }
  }

  public Window {
    axes = List.copyOf(axes);
    if (groups < 1) {
      throw new IllegalArgumentException("window: groups must be at least 1, got " + groups);
    }
  }

  /** A 2-D window with the same kernel, stride and padding on both axes, no dilation, one group. */
  public static Window square(int kernel, int stride, int padding) {
    Axis axis = new Axis(kernel, stride, padding, padding, 1);
    return new Window(List.of(axis, axis), 1, false);
  }

  /** A 2-D window of one group. */
  public static Window of(Axis h, Axis w) {
    return new Window(List.of(h, w), 1, false);
  }

  /** A window from arrays of one entry per spatial dimension, as ONNX stores them. */
  public static Window of(
      int[] kernel, int[] stride, int[] padBegin, int[] padEnd, int[] dilation) {
    int rank = kernel.length;
    if (stride.length != rank
        || padBegin.length != rank
        || padEnd.length != rank
        || dilation.length != rank) {
      throw new IllegalArgumentException(
          "window: kernel, stride, padding and dilation must have one entry per axis,"
              + " got %d, %d, %d and %d, %d"
                  .formatted(rank, stride.length, padBegin.length, padEnd.length, dilation.length));
    }
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < kernel.length; i++) {
      axes.add(new Axis(kernel[i], stride[i], padBegin[i], padEnd[i], dilation[i]));
    }
    return new Window(axes, 1, false);
  }

  public Window withGroups(int groups) {
    return new Window(axes, groups, ceil);
  }

  public Window withCeil(boolean ceil) {
    return new Window(axes, groups, ceil);
  }

  /** Number of spatial dimensions. */
  public int rank() {
    return axes.size();
  }

  /** The vertical axis of a 2-D window. */
  public Axis h() {
    return axes.get(0);
  }

  /** The horizontal axis of a 2-D window. */
  public Axis w() {
    return axes.get(1);
  }

  /** Taps of the whole window. */
  public int taps() {
    int taps = 1;
    for (Axis a : axes) {
      taps *= a.kernel();
    }
    return taps;
  }

  /** The same window as 1-tap, 1-stride, unpadded on every axis: a pointwise convolution. */
  public boolean isPointwise() {
    return axes.stream()
        .allMatch(a -> a.kernel() == 1 && a.stride() == 1 && a.padBegin() == 0 && a.padEnd() == 0);
  }

  /**
   * Shape of the output over {@code input} [N×C×spatial...] with {@code channels} output channels.
   *
   * @throws IllegalArgumentException if the rank differs or the kernel does not fit
   */
  public Shape output(Shape input, int channels) {
    if (input.rank() != rank() + 2) {
      throw new IllegalArgumentException(
          "window: a window of %d spatial axes needs an input of rank %d, got %s"
              .formatted(rank(), rank() + 2, input));
    }
    int[] out = new int[rank() + 2];
    out[0] = input.dim(0);
    out[1] = channels;
    for (int i = 0; i < rank(); i++) {
      out[i + 2] = axes.get(i).output(input.dim(i + 2), ceil);
    }
    return Shape.of(out);
  }

  /**
   * The divisors of average pooling: for each output position over {@code input} [N×C×spatial...],
   * in C order, the number of taps inside the input, or with {@code countPadding} inside input and
   * padding. What negative padding crops is not inside.
   */
  public int[] counts(Shape input, boolean countPadding) {
    int[] counts = {1};
    for (int i = 0; i < rank(); i++) {
      Axis a = axes.get(i);
      int size = input.dim(i + 2);
      int first = countPadding ? -a.padBegin() : Math.max(0, -a.padBegin());
      int end = size + (countPadding ? a.padEnd() : Math.min(0, a.padEnd()));
      int along = a.output(size, ceil);
      int[] product = new int[counts.length * along];
      for (int o = 0; o < along; o++) {
        int inside = 0;
        for (int k = 0; k < a.kernel(); k++) {
          int at = a.start(o) + k * a.dilation();
          inside += at >= first && at < end ? 1 : 0;
        }
        for (int j = 0; j < counts.length; j++) {
          product[j * along + o] = counts[j] * inside;
        }
      }
      counts = product;
    }
    return counts;
  }

  /**
   * Shape of a convolution's output, with all of its rules checked.
   *
   * @param input [N×C×spatial...]
   * @param weight [O×C/groups×kernel...] (OIHW)
   * @throws IllegalArgumentException if channels, groups, kernel or ranks do not fit together
   */
  public Shape convolved(Shape input, Shape weight) {
    if (weight.rank() != rank() + 2 || input.rank() != rank() + 2) {
      throw new IllegalArgumentException(
          "conv: input and weight must have rank %d, got input %s and weight %s"
              .formatted(rank() + 2, input, weight));
    }
    for (int i = 0; i < rank(); i++) {
      if (weight.dim(i + 2) != axes.get(i).kernel()) {
        throw new IllegalArgumentException(
            "conv: kernel_shape must match the weight, got kernel %d on axis %d and weight %s"
                .formatted(axes.get(i).kernel(), i, weight));
      }
    }
    if ((long) weight.dim(1) * groups != input.dim(1) || weight.dim(0) % groups != 0) {
      throw new IllegalArgumentException(
          "conv: input channels must be groups × weight channels and filters divide by groups,"
              + " got input %s, weight %s, groups %d".formatted(input, weight, groups));
    }
    return output(input, weight.dim(0));
  }
}
