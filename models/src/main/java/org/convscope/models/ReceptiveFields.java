package org.convscope.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.engine.Shape;
import org.convscope.models.ReceptiveField.Region;

/**
 * The receptive fields of a network's units: found by going back from a unit's position to the
 * positions that each node reads for it, and on to the image. Where paths join, the smallest
 * rectangle around all of them counts.
 */
public final class ReceptiveFields {
  /** Units that are looked at to measure sizes and strides. */
  private static final int UNITS = 64;

  private final List<Node> nodes;
  private final Map<String, Shape> shapes;
  private final String image;
  private final Set<String> ofImage = new HashSet<>();
  private final Map<String, Integer> producer = new HashMap<>();

  /**
   * Receptive fields on the network's first input.
   *
   * @param shapes of all values, see {@link Shapes}; the first input's must be [N×C×H×W]
   */
  public ReceptiveFields(Network network, Map<String, Shape> shapes) {
    this.nodes = network.nodes();
    this.shapes = shapes;
    this.image = network.inputs().get(0).name();
    Shape size = shapes.get(image);
    if (size == null || size.rank() != 4) {
      throw new IllegalArgumentException(
          "receptive field: the input must be an image [N×C×H×W], got " + image + " " + size);
    }
    ofImage.add(image);
    for (int i = 0; i < nodes.size(); i++) {
      for (String out : nodes.get(i).outputs()) {
        producer.put(out, i);
        if (nodes.get(i).inputs().stream().anyMatch(ofImage::contains)) {
          ofImage.add(out);
        }
      }
    }
  }

  /** A layer's field; empty for a value that does not depend on the image. */
  public Optional<ReceptiveField> of(String value) {
    Shape shape = shapes.get(value);
    if (!ofImage.contains(value) || shape == null) {
      return Optional.empty();
    }
    boolean whole = shape.rank() != 4 || isWhole(value, -2) || isWhole(value, -1);
    return Optional.of(
        whole
            ? new ReceptiveField(
                new ReceptiveField.Axis(size(-2), 0, 0),
                new ReceptiveField.Axis(size(-1), 0, 0),
                true)
            : new ReceptiveField(axis(value, -2), axis(value, -1), false));
  }

  /**
   * What one unit sees, with the part that lies in the padding: the same size for all units of a
   * layer of convolutions and pooling.
   *
   * @throws IllegalArgumentException if the value does not depend on the image
   */
  public Region region(String value, int y, int x) {
    return region(value, y, x, false);
  }

  /**
   * The pixels of the image that can change one unit: {@link #region} without padding, that of
   * inner layers included. Pixels between the taps of a dilated window count as seen.
   */
  public Region visible(String value, int y, int x) {
    return region(value, y, x, true);
  }

  private Region region(String value, int y, int x, boolean clipped) {
    if (!ofImage.contains(value)) {
      throw new IllegalArgumentException(
          "receptive field: a value that depends on the image is needed, got " + value);
    }
    Interval rows = back(value, -2, y, clipped);
    Interval columns = back(value, -1, x, clipped);
    return new Region(
        (int) rows.first(),
        (int) columns.first(),
        (int) (rows.last() - rows.first() + 1),
        (int) (columns.last() - columns.first() + 1));
  }

  private boolean isWhole(String value, int axis) {
    return image(value, axis, 0, false).equals(Interval.ALL);
  }

  private ReceptiveField.Axis axis(String value, int axis) {
    int units = Math.min(UNITS, shapes.get(value).dim(axis));
    long size = 0;
    for (int p = 0; p < units; p++) {
      Interval seen = back(value, axis, p, false);
      size = Math.max(size, seen.last() - seen.first() + 1);
    }
    long start = back(value, axis, 0, false).first();
    // One unit has no neighbour: the ones beyond the edge tell the stride as well.
    long end = back(value, axis, Math.max(1, units - 1), false).first();
    double stride = (double) (end - start) / Math.max(1, units - 1);
    return new ReceptiveField.Axis((int) size, stride, (int) start);
  }

  private int size(int axis) {
    return shapes.get(image).dim(axis);
  }

  private Interval back(String value, int axis, int position, boolean clipped) {
    Interval seen = image(value, axis, position, clipped);
    if (seen.equals(Interval.ALL)) {
      return new Interval(0, size(axis) - 1L);
    }
    return clipped ? seen.within(size(axis)) : seen;
  }

  /** Pixels along an axis; ALL if some path reads everything. */
  private Interval image(String value, int axis, int position, boolean clipped) {
    if (value.equals(image)) {
      return new Interval(position, position);
    }
    if (shapes.get(value).rank() < 4) {
      return Interval.ALL;
    }
    Map<String, Interval> seen = new HashMap<>();
    seen.put(value, new Interval(position, position));
    for (int i = producer.get(value); i >= 0; i--) {
      Node n = nodes.get(i);
      for (String out : n.outputs()) {
        Interval at = seen.remove(out);
        if (at != null && !at.isEmpty() && !through(n, out, axis, at, clipped, seen)) {
          return Interval.ALL;
        }
      }
    }
    return seen.getOrDefault(image, Interval.NONE);
  }

  /** Adds what a node reads; false if that is everything. */
  private boolean through(
      Node n, String out, int axis, Interval at, boolean clipped, Map<String, Interval> seen) {
    List<Shape> in = new ArrayList<>();
    n.inputs().forEach(name -> in.add(shapes.get(name)));
    Reach reach = new Reach(n, in, shapes.get(out));
    for (int i = 0; i < n.inputs().size(); i++) {
      String name = n.inputs().get(i);
      if (ofImage.contains(name)) {
        Interval read = reach.of(i, axis, at);
        if (read.equals(Interval.ALL)) {
          return false;
        }
        read = clipped ? read.within(in.get(i).dim(axis)) : read;
        seen.merge(name, read, Interval::hull);
      }
    }
    return true;
  }
}
