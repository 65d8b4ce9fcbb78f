package org.convscope.importer.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.Interpolation;
import org.convscope.autograd.op.Resize;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.view.Resampling;

/**
 * TensorFlow's ways of resizing (ONNX Resize with {@code tf_crop_and_resize} or {@code
 * tf_half_pixel_for_nn}): an output position stands for a coordinate within a region of the input,
 * or, without one, for {@code (o + ½)/scale}. Positions beyond the input have a constant value and
 * no gradient.
 *
 * @param call the operator as the file applies it
 * @param targets the axes that change
 * @param interpolation the kernel
 * @param regions one per target: begin and end as a share of the input's extent; none: no regions
 * @param outside the value beyond the input
 */
record CropAndResize(
    Call call,
    List<Resize.Target> targets,
    Interpolation interpolation,
    List<Region> regions,
    double outside)
    implements Op, FromFile {
  /** A stretch of one axis, as a share of its extent: 0 is the first element, 1 the last. */
  record Region(double begin, double end) {
    double coordinate(int o, int out, int in) {
      return out > 1
          ? begin * (in - 1) + o * (end - begin) * (in - 1) / (out - 1)
          : 0.5 * (begin + end) * (in - 1);
    }
  }

  /** The regions of the targets out of ONNX's list: all begins, then all ends. */
  static List<Region> regions(float[] roi, int[] axes, List<Resize.Target> targets) {
    List<Region> regions = new ArrayList<>();
    for (Resize.Target t : targets) {
      for (int i = 0; i < roi.length / 2; i++) {
        if (axes[i] == t.axis()) {
          regions.add(new Region(roi[i], roi[roi.length / 2 + i]));
        }
      }
    }
    if (roi.length > 0 && regions.size() != targets.size()) {
      throw new IllegalArgumentException(
          "Resize: roi must have a begin and an end per axis, got " + Arrays.toString(roi));
    }
    return regions;
  }

  @Override
  public String type() {
    return "resize";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape y = inputs.get(0);
    for (Resize.Target t : targets) {
      y = y.with(t.axis(), t.output(y.dim(t.axis())));
    }
    return List.of(y);
  }

  private SortedMap<Integer, Resampling> maps(Shape input) {
    SortedMap<Integer, Resampling> maps = new TreeMap<>();
    for (int i = 0; i < targets.size(); i++) {
      int axis = input.axis(targets.get(i).axis());
      int in = input.dim(axis);
      int out = targets.get(i).output(in);
      double scale = targets.get(i).factor(in);
      List<Resampling.Taps> taps = new ArrayList<>();
      for (int o = 0; o < out; o++) {
        double x = regions.isEmpty() ? (o + 0.5) / scale : regions.get(i).coordinate(o, out, in);
        boolean beyond = !regions.isEmpty() && (x < 0 || x > in - 1);
        taps.add(
            beyond
                ? new Resampling.Taps(new int[0], new double[0])
                : interpolation.at(x, in, scale));
      }
      maps.put(axis, new Resampling(taps));
    }
    return maps;
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    SortedMap<Integer, Resampling> maps = maps(x.shape());
    Tensor[] y = {x};
    maps.forEach((axis, map) -> y[0] = map.apply(y[0], axis, kernels.buffers()));
    if (outside != 0) {
      y[0] = kernels.combine(Arithmetic.ADD, y[0], beyond(y[0], maps));
    }
    return Result.of(y[0], new CropVjp(maps, x.shape()));
  }

  /** The outside value at positions beyond the input, 0 elsewhere. */
  private Tensor beyond(Tensor y, SortedMap<Integer, Resampling> maps) {
    double[] v = new double[y.size()];
    int[] strides = y.shape().strides();
    maps.forEach(
        (axis, map) -> {
          for (int i = 0; i < v.length; i++) {
            int at = i / strides[axis] % y.shape().dim(axis);
            v[i] = map.taps().get(at).positions().length == 0 ? outside : v[i];
          }
        });
    return Tensor.of(y.shape(), v).cast(y.type());
  }

  /** Holds the maps and the input's shape. */
  record CropVjp(SortedMap<Integer, Resampling> maps, Shape input) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor[] gx = new Tensor[wanted.length];
      gx[0] = outputGradients[0];
      maps.forEach(
          (axis, map) ->
              gx[0] = map.adjoint(gx[0], axis, input.dim(axis), backward.kernels().buffers()));
      return gx;
    }
  }
}
