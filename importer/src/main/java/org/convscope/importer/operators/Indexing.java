package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convscope.autograd.Op;
import org.convscope.autograd.op.Gather;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Operators that address elements by index. */
final class Indexing {
  private Indexing() {}

  static void add(Operators t) {
    t.add("Gather", 2, 2, a -> new Gather(a.call().small("axis", 0)))
        .add("GatherElements", 2, 2, Indexing::gatherElements)
        .add("GatherND", 2, 2, Indexing::gatherNd)
        .add("ScatterElements", 3, 3, Indexing::scatterElements)
        .add("Scatter", 3, 3, Indexing::scatterElements)
        .add("ScatterND", 3, 3, Indexing::scatterNd)
        .add("Compress", 2, 2, Indexing::compress)
        .add("ReverseSequence", 2, 2, Indexing::reverseSequence)
        .add("Trilu", 1, 2, Indexing::triangle)
        .add("NonZero", 1, 1, a -> Computed.of(a.call(), in -> nonZero(in.get(0))))
        .add("OneHot", 3, 3, a -> Computed.of(a.call(), in -> oneHot(in, axis(a, -1))));
  }

  private static int axis(Arguments a, int absent) {
    return a.call().small("axis", absent);
  }

  /** An index with negative ones counted from the end. */
  private static int place(Call call, long index, int n) {
    if (index < -n || index >= n) {
      throw new IllegalArgumentException(
          "%s: indices must lie in [-%d, %d), got %d".formatted(call.opType(), n, n, index));
    }
    return (int) (index < 0 ? index + n : index);
  }

  private static Op gatherElements(Arguments a) {
    int declared = axis(a, 0);
    return new Assembled(
        a.call(),
        in ->
            Assembled.Parts.ofFirst(
                in.get(1).shape(), elements(a.call(), in.get(0).shape(), in.get(1), declared)));
  }

  /**
   * For each index the flat place in x that has it on the axis and else the index's own position.
   */
  private static int[] elements(Call call, Shape x, Tensor indices, int declared) {
    int axis = x.axis(declared);
    Shape shape = indices.shape();
    if (shape.rank() != x.rank()) {
      throw new IllegalArgumentException(
          "%s: indices must have as many axes as the data, got %s and %s"
              .formatted(call.opType(), indices, x));
    }
    int[] strides = x.strides();
    int[] steps = shape.strides();
    long[] values = indices.longs();
    int[] places = new int[shape.size()];
    for (int i = 0; i < places.length; i++) {
      for (int k = 0; k < x.rank(); k++) {
        int at = k == axis ? place(call, values[i], x.dim(axis)) : i / steps[k] % shape.dim(k);
        if (at >= x.dim(k)) {
          throw new IllegalArgumentException(
              "%s: indices must not be longer than the data, got %s and %s"
                  .formatted(call.opType(), indices, x));
        }
        places[i] += at * strides[k];
      }
    }
    return places;
  }

  private static Op gatherNd(Arguments a) {
    int batch = a.call().small("batch_dims", 0);
    return new Assembled(
        a.call(),
        in -> {
          Shape x = in.get(0).shape();
          Shape indices = in.get(1).shape();
          int depth = indices.dim(-1);
          int[] starts = slices(a.call(), x, in.get(1), batch);
          int each = x.size(batch + depth, x.rank());
          int[] places = new int[Math.multiplyExact(starts.length, each)];
          for (int i = 0; i < places.length; i++) {
            places[i] = starts[i / each] + i % each;
          }
          int[] dims =
              IntStream.concat(
                      Arrays.stream(indices.dims()).limit(indices.rank() - 1),
                      Arrays.stream(x.dims()).skip(batch + depth))
                  .toArray();
          return Assembled.Parts.ofFirst(Shape.of(dims), places);
        });
  }

  /** Where the slices begin that the rows of {@code indices} point at. */
  private static int[] slices(Call call, Shape x, Tensor indices, int batch) {
    Shape shape = indices.shape();
    if (shape.rank() == 0 || batch < 0 || batch + shape.dim(-1) > x.rank()) {
      throw new IllegalArgumentException(
          "%s: rows of indices must not be longer than the data's axes, got %s for %s"
              .formatted(call.opType(), indices, x));
    }
    int depth = shape.dim(-1);
    int rows = shape.size(0, shape.rank() - 1);
    int perBatch = Math.max(1, rows / Math.max(1, shape.size(0, batch)));
    int[] strides = x.strides();
    int[] starts = new int[rows];
    for (int r = 0; r < rows; r++) {
      starts[r] = r / perBatch * x.size(batch, x.rank());
      starts[r] = batch == 0 ? 0 : starts[r];
      for (int k = 0; k < depth; k++) {
        int axis = batch + k;
        starts[r] += place(call, indices.longs()[r * depth + k], x.dim(axis)) * strides[axis];
      }
    }
    return starts;
  }

  private static Op scatterElements(Arguments a) {
    int declared = axis(a, 0);
    String how = a.call().text("reduction", "none");
    return new Assembled(
        a.call(),
        in ->
            scattered(
                a.call(), in, elements(a.call(), in.get(0).shape(), in.get(1), declared), how));
  }

  private static Op scatterNd(Arguments a) {
    String how = a.call().text("reduction", "none");
    return new Assembled(
        a.call(),
        in -> {
          Shape x = in.get(0).shape();
          int[] starts = slices(a.call(), x, in.get(1), 0);
          int each = x.size(in.get(1).shape().dim(-1), x.rank());
          int[] places = new int[Math.multiplyExact(starts.length, each)];
          for (int i = 0; i < places.length; i++) {
            places[i] = starts[i / each] + i % each;
          }
          return scattered(a.call(), in, places, how);
        });
  }

  /** The data with updates put at, or added to, their places; a later update wins. */
  private static Assembled.Parts scattered(Call call, List<Tensor> in, int[] places, String how) {
    if (!how.equals("none") || in.get(2).size() != places.length) {
      throw new IllegalArgumentException(
          "%s: one update per place and reduction none are supported, got %s for %d places, reduction %s"
              .formatted(call.opType(), in.get(2), places.length, how));
    }
    int[] fromData = IntStream.range(0, in.get(0).size()).toArray();
    int[] fromUpdates = new int[fromData.length];
    Arrays.fill(fromUpdates, Assembled.NOTHING);
    for (int i = 0; i < places.length; i++) {
      fromData[places[i]] = Assembled.NOTHING;
      fromUpdates[places[i]] = i;
    }
    Map<Integer, int[]> parts = new HashMap<>();
    parts.put(0, fromData);
    parts.put(2, fromUpdates);
    return new Assembled.Parts(in.get(0).shape(), parts, List.of());
  }

  private static Op compress(Arguments a) {
    boolean flat = !a.call().has("axis");
    int declared = axis(a, 0);
    return new Assembled(
        a.call(),
        in -> {
          Shape x = flat ? Shape.of(in.get(0).size()) : in.get(0).shape();
          int axis = x.axis(declared);
          long[] keep = in.get(1).longs();
          int[] kept =
              IntStream.range(0, Math.min(keep.length, x.dim(axis)))
                  .filter(i -> keep[i] != 0)
                  .toArray();
          int step = x.size(axis + 1, x.rank());
          Shape shape = x.with(axis, kept.length);
          int[] places = new int[shape.size()];
          for (int i = 0; i < places.length; i++) {
            int outer = i / (step * kept.length);
            places[i] = (outer * x.dim(axis) + kept[i / step % kept.length]) * step + i % step;
          }
          return Assembled.Parts.ofFirst(shape, places);
        });
  }

  private static Op reverseSequence(Arguments a) {
    int time = a.call().small("time_axis", 0);
    int batch = a.call().small("batch_axis", 1);
    return new Assembled(
        a.call(),
        in -> {
          Shape x = in.get(0).shape();
          int[] strides = x.strides();
          long[] lengths = in.get(1).longs();
          int[] places = new int[x.size()];
          for (int i = 0; i < places.length; i++) {
            int at = i / strides[time] % x.dim(time);
            long length = lengths[i / strides[batch] % x.dim(batch)];
            places[i] = at < length ? i + (int) (length - 1 - 2L * at) * strides[time] : i;
          }
          return Assembled.Parts.ofFirst(x, places);
        });
  }

  private static Op triangle(Arguments a) {
    boolean upper = a.call().flag("upper", true);
    long k = a.has(1) ? a.longs(1)[0] : 0;
    return new Assembled(
        a.call(),
        in -> {
          Shape x = in.get(0).shape();
          int columns = x.dim(-1);
          int rows = x.dim(-2);
          int[] places = new int[x.size()];
          for (int i = 0; i < places.length; i++) {
            long diagonal = i % columns - (long) (i / columns % rows);
            places[i] = (upper ? diagonal >= k : diagonal <= k) ? i : Assembled.NOTHING;
          }
          return Assembled.Parts.ofFirst(x, places);
        });
  }

  private static Tensor nonZero(Tensor x) {
    int[] found = IntStream.range(0, x.size()).filter(i -> x.at(i) != 0).toArray();
    int[] strides = x.shape().strides();
    int rank = x.shape().rank();
    long[] v = new long[rank * found.length];
    for (int i = 0; i < v.length; i++) {
      int axis = i / found.length;
      v[i] = found[i % found.length] / strides[axis] % x.shape().dim(axis);
    }
    return Tensor.of(DType.INT64, Shape.of(rank, found.length), v);
  }

  private static Tensor oneHot(List<Tensor> in, int declared) {
    long[] indices = in.get(0).cast(DType.INT64).longs();
    int depth = (int) in.get(1).item();
    Tensor values = in.get(2);
    Shape shape = in.get(0).shape();
    int axis = Movements.axis(declared, shape.rank() + 1);
    int inner = shape.size(axis, shape.rank());
    int[] dims = new int[shape.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < axis ? shape.dim(i) : i == axis ? depth : shape.dim(i - 1);
    }
    Shape out = Shape.of(dims);
    double[] v = new double[out.size()];
    Arrays.fill(v, values.at(0));
    for (int i = 0; i < indices.length; i++) {
      long at = indices[i] < 0 ? indices[i] + depth : indices[i];
      if (at >= 0 && at < depth) {
        v[(int) ((i / inner * depth + at) * inner + i % inner)] = values.at(1);
      }
    }
    return Tensor.of(out, v).cast(values.type());
  }

  static void export(Exports e) {
    e.add(Gather.class, (op, out) -> out.node("Gather", with("axis", op.axis())));
  }
}
