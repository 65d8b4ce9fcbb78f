package org.convscope.autograd.op;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.convscope.engine.Shape;
import org.convscope.engine.view.Resampling;

/**
 * Changes the size of some axes by interpolation, one axis after the other (ONNX Resize; PyTorch's
 * interpolate). Values beyond the edge are the edge's; gradients are the interpolation's adjoint.
 *
 * @param targets the axes that change
 * @param interpolation how
 */
public record Resize(List<Target> targets, Interpolation interpolation) implements Resampled {
  /**
   * What becomes of one axis.
   *
   * @param axis negative counted from the end
   * @param size output elements; −1: {@code ⌊input·scale⌋}
   * @param scale output elements per input element; 0: {@code size/input}
   */
  public record Target(int axis, int size, double scale) {
    public Target {
      if (!(size >= 1 || size == -1) || !(scale >= 0) || (size == -1 && scale == 0)) {
        throw new IllegalArgumentException(
            "resize: size must be at least 1 or scale positive, got size %d and scale %s"
                .formatted(size, scale));
      }
    }

    /** To a number of elements. */
    public static Target size(int axis, int size) {
      return new Target(axis, size, 0);
    }

    /** By a factor. */
    public static Target scale(int axis, double scale) {
      return new Target(axis, -1, scale);
    }

    /** Output elements for {@code in} input elements. */
    public int output(int in) {
      return size > 0 ? size : (int) Math.floor(in * scale);
    }

    /** Output elements per input element. */
    public double factor(int in) {
      return scale > 0 ? scale : (double) size / in;
    }
  }

  public Resize {
    targets = List.copyOf(targets);
  }

  /** H and W of an NCHW tensor. */
  public static Resize image(int height, int width, Interpolation interpolation) {
    return new Resize(List.of(Target.size(2, height), Target.size(3, width)), interpolation);
  }

  @Override
  public String type() {
    return "resize";
  }

  @Override
  public SortedMap<Integer, Resampling> maps(Shape input) {
    SortedMap<Integer, Resampling> maps = new TreeMap<>();
    for (Target t : targets) {
      int axis = input.axis(t.axis());
      int in = input.dim(axis);
      int out = t.output(in);
      if (in < 1 || out < 1 || maps.containsKey(axis)) {
        throw new IllegalArgumentException(
            "resize: distinct axes that keep at least one element are needed, got %d to %d on axis %d of %s"
                .formatted(in, out, axis, input));
      }
      maps.put(axis, interpolation.along(in, out, t.factor(in)));
    }
    return maps;
  }
}
