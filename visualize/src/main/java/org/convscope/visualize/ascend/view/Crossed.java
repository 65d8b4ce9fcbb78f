package org.convscope.visualize.ascend.view;

/**
 * Where a line crosses a band of the image's rows: columns whose upper two pixels, whose lower two
 * or all of whose pixels lie in the band. They are neighbours, in this order where the line falls,
 * in the reverse one where it climbs; some may be none.
 *
 * @param line the line, a row of a view
 * @param first the first column that has to do with the band
 * @param second the first whose pixels all lie in it
 * @param third the first after these
 * @param end the column after the last that has to do with it
 * @param low whether the columns before {@code second} have their lower pixels in the band, those
 *     from {@code third} on their upper ones; else the other way round
 */
record Crossed(Line line, int first, int second, int third, int end, boolean low) {

  /** Of columns {@code from} to {@code to} and the image's rows {@code begin} to {@code end}. */
  static Crossed of(Line line, int from, int to, int begin, int end) {
    if (from >= to
        || Math.max(line.top(from), line.top(to - 1)) < begin - 1
        || Math.min(line.top(from), line.top(to - 1)) >= end) {
      return new Crossed(line, 0, 0, 0, 0, true);
    }
    int above = line.crossing(begin - 1, from, to);
    int inside = line.crossing(begin, from, to);
    int last = line.crossing(end - 1, from, to);
    int below = line.crossing(end, from, to);
    return line.dy() >= 0
        ? new Crossed(line, above, inside, last, below, true)
        : new Crossed(line, below, last, inside, above, false);
  }

  /** Finds the columns' pixels. */
  void find(RowTaps room) {
    room.find(line, first, end);
  }

  /** Adds their gradients from left to right: the order does not depend on where bands end. */
  void scatter(RowTaps room, Planes planes) {
    room.scatter(first, second, !low, low, planes);
    room.scatter(second, third, true, true, planes);
    room.scatter(third, end, low, !low, planes);
  }
}
