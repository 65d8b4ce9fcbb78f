package org.convscope.visualize.deconv;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which feature maps of a layer to show.
 *
 * @param indices the maps, in order; empty for the strongest ones
 * @param strongest how many of the maps with the strongest single activation, if no indices
 */
public record MapSelection(List<Integer> indices, int strongest) {
  public MapSelection {
    indices = List.copyOf(indices);
  }

  /** The {@code count} maps with the strongest single activation over the image set. */
  public static MapSelection strongest(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("maps: strongest needs at least 1, got " + count);
    }
    return new MapSelection(List.of(), count);
  }

  /**
   * Reads {@code 0,3-8}, {@code strongest:16} or {@code all}.
   *
   * @throws IllegalArgumentException if the text has none of these forms
   */
  public static MapSelection parse(String text) {
    String t = text.strip();
    try {
      if (t.equals("all")) {
        return strongest(Integer.MAX_VALUE);
      }
      if (t.startsWith("strongest:")) {
        return strongest(Integer.parseInt(t.substring("strongest:".length())));
      }
      Set<Integer> maps = new LinkedHashSet<>();
      for (String part : t.split(",", -1)) {
        String[] ends = part.strip().split("-", -1);
        int first = Integer.parseUnsignedInt(ends[0]);
        int last = Integer.parseUnsignedInt(ends[ends.length - 1]);
        if (ends.length > 2 || last < first || last - first > 1_000_000) {
          throw new NumberFormatException();
        }
        IntStream.rangeClosed(first, last).forEach(maps::add);
      }
      return new MapSelection(new ArrayList<>(maps), 0);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "maps: give numbers and ranges, or the strongest, got '%s'; for example 0,3-8 or strongest:16"
              .formatted(text),
          e);
    }
  }

  /**
   * The chosen maps of a layer.
   *
   * @param ranked all maps of the layer, strongest first
   * @throws IllegalArgumentException if an index is not a map of the layer
   */
  List<Integer> of(List<Integer> ranked) {
    for (int map : indices) {
      if (map >= ranked.size()) {
        throw new IllegalArgumentException(
            "maps: the layer has the feature maps 0 to %d, got %d"
                .formatted(ranked.size() - 1, map));
      }
    }
    return indices.isEmpty() ? ranked.subList(0, Math.min(strongest, ranked.size())) : indices;
  }
}
