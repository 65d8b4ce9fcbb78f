package org.convscope.visualize.ascend.objective;

import java.util.Map;
import java.util.Optional;
import org.convscope.autograd.Tape;
import org.convscope.autograd.Variable;
import org.convscope.autograd.op.MaxPool;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/**
 * How an objective looks at a layer.
 *
 * @param value the layer's value, [N×C×H×W] or [N×C]
 * @param pool max-pooling before the objective, so that neighbouring positions do not fight: only
 *     the strongest of each window is raised
 * @param position the only position that counts, if not all do
 */
public record Look(String value, Optional<Pool> pool, Optional<Position> position) {
  /** Windows of {@code size}×{@code size}, {@code stride} apart. */
  public record Pool(int size, int stride) {
    public Pool {
      if (size < 1 || stride < 1) {
        throw new IllegalArgumentException(
            "pool: size and stride must be at least 1, got %d and %d".formatted(size, stride));
      }
    }
  }

  /** A row and a column of the layer's maps, after pooling. */
  public record Position(int y, int x) {}

  /** All positions of a layer. */
  public static Look at(String layerValue) {
    return new Look(layerValue, Optional.empty(), Optional.empty());
  }

  /** The maps [N×C×H×W] that count. */
  Variable of(Tape tape, Map<String, Variable> values) {
    Variable a = values.get(value);
    Shape shape = a.value().shape();
    if (shape.rank() == 2) {
      a = Terms.reshaped(tape, a, shape.dim(0), shape.dim(1), 1, 1);
    } else if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          "objective: a layer [N×C×H×W] or [N×C] is needed, got %s %s".formatted(value, shape));
    }
    if (pool.isPresent()) {
      int size = pool.get().size();
      a = tape.apply(new MaxPool(Window.square(size, pool.get().stride(), 0)), a);
    }
    if (position.isPresent()) {
      a = row(tape, a, 2, position.get().y());
      a = row(tape, a, 3, position.get().x());
    }
    return a;
  }

  private Variable row(Tape tape, Variable a, int axis, int at) {
    int n = a.value().shape().dim(axis);
    if (at < 0 || at >= n) {
      throw new IllegalArgumentException(
          "objective: the maps of %s have positions 0 to %d here, got %d"
              .formatted(value, n - 1, at));
    }
    return Terms.cut(tape, a, axis, at, at + 1);
  }

  /** One map of them, [N×1×H×W]. */
  Variable channel(Tape tape, Map<String, Variable> values, int channel) {
    Variable a = of(tape, values);
    int count = a.value().shape().dim(1);
    if (channel < 0 || channel >= count) {
      throw new IllegalArgumentException(
          "objective: the layer has the feature maps 0 to %d, got %d"
              .formatted(count - 1, channel));
    }
    return Terms.cut(tape, a, 1, channel, channel + 1);
  }
}
