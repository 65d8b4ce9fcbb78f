package org.convscope.visualize.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.occlude.OcclusionResult;
import org.convscope.visualize.render.CategoryColours;
import org.convscope.visualize.render.Panel;

/**
 * The classes that win somewhere, the most frequent one first, and their colours.
 *
 * @param listed the classes
 */
record TopClasses(List<Integer> listed) {
  static TopClasses of(OcclusionResult result) {
    Map<Integer, Integer> counts = counts(result.top());
    List<Integer> listed = new ArrayList<>(counts.keySet());
    listed.sort(Comparator.comparing((Integer c) -> -counts.get(c)).thenComparing(c -> c));
    return new TopClasses(listed);
  }

  private static Map<Integer, Integer> counts(int[] top) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int c : top) {
      counts.merge(c, 1, Integer::sum);
    }
    return counts;
  }

  /** The colour of a class. */
  Color colour(int index) {
    int place = listed.indexOf(index);
    return place >= 0 && place < CategoryColours.count()
        ? CategoryColours.of(place)
        : CategoryColours.OTHERS;
  }

  Color[] colours(int[] top) {
    Color[] colours = new Color[top.length];
    for (int i = 0; i < top.length; i++) {
      colours[i] = colour(top[i]);
    }
    return colours;
  }

  List<Panel.Entry> legend(int[] top, ClassNames names) {
    Map<Integer, Integer> counts = counts(top);
    List<Panel.Entry> legend = new ArrayList<>();
    int others = 0;
    for (int i = 0; i < listed.size(); i++) {
      int c = listed.get(i);
      if (i < CategoryColours.count()) {
        String share = "%.0f %%".formatted(100.0 * counts.get(c) / top.length);
        legend.add(new Panel.Entry(colour(c), names.name(c) + ", " + share));
      } else {
        others += counts.get(c);
      }
    }
    if (others > 0) {
      String text = (listed.size() - CategoryColours.count()) + " others, %.0f %%";
      legend.add(
          new Panel.Entry(CategoryColours.OTHERS, text.formatted(100.0 * others / top.length)));
    }
    return legend;
  }

  List<Map<String, Object>> counted(int[] top, ClassNames names) {
    Map<Integer, Integer> counts = counts(top);
    List<Map<String, Object>> all = new ArrayList<>();
    for (int c : listed) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("class", c);
      entry.put("name", names.name(c));
      entry.put("positions", counts.get(c));
      all.add(entry);
    }
    return all;
  }
}
