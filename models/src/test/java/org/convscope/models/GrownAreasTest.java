package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Shape;
import org.junit.jupiter.api.Test;

class GrownAreasTest {
  private static final Shape MAP = Shape.of(1, 8, 10, 12);

  private static Area area(int top, int bottom, int left, int right) {
    return new Area(new Interval(top, bottom), new Interval(left, right));
  }

  private static List<Area> grown(Shape shape, Area a, Area b) {
    List<Area[]> both = List.of(new Area[] {a}, new Area[] {b});
    List<Area[]> grown = GrownAreas.of(both, new Shape[] {shape});
    return Arrays.asList(grown.get(0)[0], grown.get(1)[0]);
  }

  @Test
  void growsToTheRightUnlessTheBorderIsThere() {
    assertThat(grown(MAP, area(2, 4, 3, 3), area(9, 9, 6, 11)))
        .containsExactly(area(2, 4, 3, 8), area(7, 9, 6, 11));
  }

  @Test
  void areasOfOneSizeStayWhereTheyAre() {
    assertThat(grown(MAP, area(2, 4, 3, 3), area(0, 2, 11, 11)))
        .containsExactly(area(2, 4, 3, 3), area(0, 2, 11, 11));
  }

  @Test
  void whatIsEverythingForOneIsForAll() {
    assertThat(grown(MAP, area(2, 4, 3, 3), Area.WHOLE)).containsOnly(Area.WHOLE);
    assertThat(grown(MAP, area(0, 9, 0, 0), area(4, 4, 0, 11))).containsOnly(Area.WHOLE);
    assertThat(grown(Shape.of(1, 8), Area.WHOLE, null)).containsOnly(Area.WHOLE);
  }

  @Test
  void whatNoChangeReachesStaysUntouched() {
    assertThat(grown(MAP, null, null)).containsOnlyNulls();
    assertThat(grown(MAP, null, area(3, 4, 3, 4)))
        .containsExactly(area(0, 1, 0, 1), area(3, 4, 3, 4));
  }
}
