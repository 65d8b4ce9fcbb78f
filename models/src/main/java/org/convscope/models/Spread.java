package org.convscope.models;

import java.util.List;
import java.util.Optional;
import org.convscope.engine.Shape;
import org.convscope.engine.Window;
import org.convscope.models.ReceptiveField.Region;

/**
 * Where a change of the image arrives: receptive-field arithmetic forwards.
 *
 * @param plan the steps
 * @param shapes of all values, by slot
 * @param localities of the steps; empty where a change goes everywhere
 * @param image slot of the image
 */
record Spread(Plan plan, Shape[] shapes, List<Optional<Locality>> localities, int image) {
  /** The area of every value that a change of the region can reach; null for untouched values. */
  Area[] of(Region change) {
    Area[] areas = new Area[plan.slots()];
    areas[image] =
        new Area(
                new Interval(change.top(), change.top() + change.height() - 1L),
                new Interval(change.left(), change.left() + change.width() - 1L))
            .within(shapes[image].dim(2), shapes[image].dim(3));
    for (int s = 0; s < plan.steps().size(); s++) {
      Step step = plan.steps().get(s);
      Area area = through(step, localities.get(s), areas);
      for (int out : step.outputs()) {
        if (out >= 0 && area != null) {
          Shape shape = shapes[out];
          areas[out] =
              area.isWhole() || shape.rank() != 4
                  ? Area.WHOLE
                  : area.within(shape.dim(2), shape.dim(3));
        }
      }
    }
    return areas;
  }

  private static Area through(Step step, Optional<Locality> locality, Area[] areas) {
    Area all = null;
    for (int i = 0; i < step.inputs().length; i++) {
      int slot = step.inputs()[i];
      Area in = slot < 0 ? null : areas[slot];
      if (in != null && locality.isEmpty()) {
        return Area.WHOLE;
      } else if (in != null) {
        Area out = through(locality.get().reads().get(i), in);
        all = all == null ? out : all.hull(out);
      }
    }
    return all;
  }

  /** The places whose reading meets an area. */
  private static Area through(Locality.Read read, Area in) {
    return in.isWhole() || !(read instanceof Locality.Through t)
        ? in
        : new Area(seenBy(t.window().h(), in.rows()), seenBy(t.window().w(), in.columns()));
  }

  private static Interval seenBy(Window.Axis a, Interval in) {
    long before = in.first() + a.padBegin() - a.extent() + 1;
    return new Interval(
        -Math.floorDiv(-before, (long) a.stride()),
        Math.floorDiv(in.last() + a.padBegin(), (long) a.stride()));
  }
}
