package org.convscope.models;

/**
 * The rectangle of a value [N×C×H×W] that a change can reach; of a value without height and width,
 * everything.
 *
 * @param rows along the height
 * @param columns along the width
 */
record Area(Interval rows, Interval columns) {
  /** Everything. */
  static final Area WHOLE = new Area(Interval.ALL, Interval.ALL);

  boolean isWhole() {
    return rows.equals(Interval.ALL);
  }

  /** The smallest area that holds both. */
  Area hull(Area other) {
    return isWhole() || other.isWhole()
        ? WHOLE
        : new Area(rows.hull(other.rows), columns.hull(other.columns));
  }

  /**
   * This area inside a value of the given size, at least one element large; {@link #WHOLE} if that
   * is everything.
   */
  Area within(int height, int width) {
    Interval r = within(rows, height);
    Interval c = within(columns, width);
    boolean whole = r.last() - r.first() + 1 == height && c.last() - c.first() + 1 == width;
    return whole ? WHOLE : new Area(r, c);
  }

  private static Interval within(Interval along, int size) {
    Interval inside = along.within(size);
    if (!inside.isEmpty()) {
      return inside;
    }
    long nearest = Math.max(0, Math.min(size - 1L, along.first()));
    return new Interval(nearest, nearest);
  }

  int height() {
    return (int) (rows.last() - rows.first() + 1);
  }

  int width() {
    return (int) (columns.last() - columns.first() + 1);
  }
}
