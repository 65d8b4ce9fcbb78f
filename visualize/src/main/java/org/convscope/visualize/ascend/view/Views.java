package org.convscope.visualize.ascend.view;

import java.util.List;
import org.convscope.autograd.Backward;
import org.convscope.autograd.Op;
import org.convscope.autograd.Result;
import org.convscope.autograd.Vjp;
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Reals;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;

/**
 * Views of an image [N×C×H×W], interpolated bilinearly, as a batch [N·views×C×height×width], the
 * views of one image side by side. The gradient is the interpolation's adjoint.
 *
 * @param affines one per view
 * @param height rows of a view
 * @param width columns of a view
 * @param beyond what lies outside of the image
 * @param grey mid-grey per channel, for {@link Beyond#GREY}
 */
public record Views(List<Affine> affines, int height, int width, Beyond beyond, List<Double> grey)
    implements Op {
  public Views {
    affines = List.copyOf(affines);
    grey = List.copyOf(grey);
  }

  @Override
  public String type() {
    return "views";
  }

  @Override
  public List<Shape> shapes(List<Shape> inputs) {
    Shape x = inputs.get(0);
    if (x.rank() != 4 || x.dim(1) != grey.size()) {
      throw new IllegalArgumentException(
          "views: an image [N×%d×H×W] is needed, got %s".formatted(grey.size(), x));
    }
    return List.of(Shape.of(x.dim(0) * affines.size(), x.dim(1), height, width));
  }

  @Override
  public Result forward(Kernels kernels, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    List<ViewTaps> taps =
        affines.stream().map(a -> ViewTaps.of(this, a, x.type(), x.shape())).toList();
    Shape y = shapes(List.of(x.shape())).get(0);
    Reals from = Reals.of(x);
    Reals to = Reals.taken(x.type(), y.size(), kernels.buffers());
    int pieces = kernels.workers().pieces(taps.size(), height);
    kernels
        .workers()
        .forEach(
            taps.size() * pieces,
            task -> {
              int view = task / pieces;
              int piece = task % pieces;
              RowTaps room = taps.get(view).room();
              for (int row = height * piece / pieces; row < height * (piece + 1) / pieces; row++) {
                taps.get(view).find(row, room);
                for (int item = 0; item < x.shape().dim(0); item++) {
                  read(taps.get(view), row, room, item, view, from, to);
                }
              }
            });
    return Result.of(to.tensor(y), new ViewsVjp(taps, x.type(), x.shape()));
  }

  /** A row of all planes of one view of an item. */
  private void read(
      ViewTaps taps, int row, RowTaps found, int item, int view, Reals from, Reals to) {
    int in = taps.image().size(2, 4);
    int out = height * width;
    int channels = grey.size();
    for (int c = 0; c < channels; c++) {
      int source = (item * channels + c) * in;
      int target = ((item * affines.size() + view) * channels + c) * out;
      taps.read(row, found, from, source, to, target, grey.get(c));
    }
  }

  /** Holds where each pixel came from. */
  record ViewsVjp(List<ViewTaps> taps, DType type, Shape image) implements Vjp {
    @Override
    public Tensor[] apply(Backward backward, Tensor[] outputGradients, boolean[] wanted) {
      Tensor gy = outputGradients[0];
      int out = gy.shape().size(2, 4);
      int channels = image.dim(1);
      int height = image.dim(2);
      Reals from = Reals.of(gy);
      Reals to = Reals.taken(type, image.size(), backward.kernels().buffers());
      Workers workers = backward.kernels().workers();
      int bands = workers.pieces(image.dim(0), height);
      workers.forEach(
          image.dim(0) * bands,
          task -> {
            int item = task / bands;
            int begin = height * (task % bands) / bands;
            int end = height * (task % bands + 1) / bands;
            int in = image.size(2, 4);
            for (int c = item * channels; c < (item + 1) * channels; c++) {
              to.clear(c * in + begin * image.dim(3), c * in + end * image.dim(3));
            }
            for (int v = 0; v < taps.size(); v++) {
              int seen = (item * taps.size() + v) * channels * out;
              Planes planes = new Planes(from, seen, out, to, item * channels * in, in, channels);
              taps.get(v).scatter(begin, end, planes);
            }
          });
      return new Tensor[] {to.tensor(image)};
    }
  }
}
