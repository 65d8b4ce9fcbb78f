package org.convscope.bench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.classes.ClassScore;
import org.convscope.visualize.occlude.Occlusion;
import org.convscope.visualize.occlude.OcclusionOptions;
import org.convscope.visualize.occlude.Square;
import org.convscope.visualize.occlude.WindowGrid;

/** The occlusion map of 224×224 images with a square of 48 at stride 8. */
final class Occluded {
  /** 23 × 23 places for the square. */
  static final int POSITIONS = 529;

  /** The class that is followed. */
  static final int CLASS = 0;

  private final Task task;
  private final Tensor image;
  private final WindowGrid grid;

  Occluded(Task task) {
    this.task = task;
    Shape one = task.images().shape().with(0, 1);
    float[] values = Arrays.copyOf(task.images().floats(), one.size());
    image = Tensor.of(one, values);
    grid = new WindowGrid(one.dim(2), one.dim(3), Square.of(48, 8), WindowGrid.Edge.INSIDE);
  }

  /** The logit by position, computed incrementally. */
  float[] incremental(List<Kernels> lanes) {
    Network one = task.network().only(task.network().outputs().get(0), CLASS);
    ClassScore score = new ClassScore(one.outputs().get(0), 0, ClassScore.Kind.LOGIT);
    Tensor cover = Tensor.zeros(image.type(), image.shape());
    OcclusionOptions options =
        new OcclusionOptions(
            List.of(score), Optional.empty(), grid, cover, OcclusionOptions.Evaluation.INCREMENTAL);
    return Occlusion.run(one, lanes, image, options, done -> {}).classes().get(0).logit();
  }

  /** Images with the square at positions {@code from} to {@code to}, one after the other. */
  float[] covered(int from, int to) {
    Shape s = image.shape();
    float[] all = new float[(to - from) * s.size()];
    List<Region> windows = grid.windows();
    for (int i = from; i < to; i++) {
      int at = (i - from) * s.size();
      System.arraycopy(image.floats(), 0, all, at, s.size());
      Region window = windows.get(i);
      for (int c = 0; c < s.dim(1); c++) {
        for (int y = window.top(); y < window.top() + window.height(); y++) {
          int row = at + (c * s.dim(2) + y) * s.dim(3);
          Arrays.fill(all, row + window.left(), row + window.left() + window.width(), 0f);
        }
      }
    }
    return all;
  }
}
