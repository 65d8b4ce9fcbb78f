package org.convscope.models;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Shape;

/**
 * Areas of several changes, grown to one size in every value, so that they can be computed
 * together. What lies around a change is clean, and computed again it is what it was.
 */
final class GrownAreas {
  private GrownAreas() {}

  /**
   * The areas, each around the one it was.
   *
   * @param areas by change and slot; null for untouched values
   * @param shapes of all values, by slot
   */
  static List<Area[]> of(List<Area[]> areas, Shape[] shapes) {
    List<Area[]> grown = new ArrayList<>();
    areas.forEach(a -> grown.add(new Area[shapes.length]));
    for (int slot = 0; slot < shapes.length; slot++) {
      int height = 0;
      int width = 0;
      for (Area[] change : areas) {
        height = Math.max(height, height(change[slot], shapes[slot]));
        width = Math.max(width, width(change[slot], shapes[slot]));
      }
      for (int i = 0; height > 0 && i < areas.size(); i++) {
        grown.get(i)[slot] = grown(areas.get(i)[slot], height, width, shapes[slot]);
      }
    }
    return grown;
  }

  /** Rows of an area: none of an untouched value, one of a value that is not [N×C×H×W]. */
  static int height(Area area, Shape value) {
    return area == null ? 0 : !area.isWhole() ? area.height() : isMap(value) ? value.dim(2) : 1;
  }

  /** Columns of an area, likewise. */
  static int width(Area area, Shape value) {
    return area == null ? 0 : !area.isWhole() ? area.width() : isMap(value) ? value.dim(3) : 1;
  }

  private static boolean isMap(Shape value) {
    return value.rank() == 4;
  }

  private static Area grown(Area area, int height, int width, Shape value) {
    if (!isMap(value) || (height == value.dim(2) && width == value.dim(3))) {
      return Area.WHOLE;
    }
    return new Area(
        grown(area == null ? 0 : area.rows().first(), height, value.dim(2)),
        grown(area == null ? 0 : area.columns().first(), width, value.dim(3)));
  }

  private static Interval grown(long first, int length, int size) {
    long from = Math.min(first, size - length);
    return new Interval(from, from + length - 1);
  }
}
