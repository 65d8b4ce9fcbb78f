package org.convscope.models;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody who mistyped a name may have meant. */
public final class NearMatches {
  private static final int MOST = 5;

  private NearMatches() {}

  /**
   * Up to five of the candidates, nearest first: such that contain what was given or start like it,
   * then such that differ from it by few letters. Capitals count as small letters.
   */
  public static List<String> of(String given, Collection<String> candidates) {
    String wanted = given.toLowerCase(Locale.ROOT);
    record Match(String candidate, int distance) {}
    return candidates.stream()
        .distinct()
        .map(c -> new Match(c, distance(wanted, c.toLowerCase(Locale.ROOT))))
        .filter(m -> m.distance() <= Math.max(2, wanted.length() / 3))
        .sorted(Comparator.comparingInt(Match::distance).thenComparing(m -> m.candidate().length()))
        .limit(MOST)
        .map(Match::candidate)
        .toList();
  }

  /** A hint to end a message with: the near matches, or all of a few candidates. */
  public static String hint(String given, Collection<String> candidates) {
    List<String> near = of(given, candidates);
    if (!near.isEmpty()) {
      return "did you mean " + String.join(", ", near) + "?";
    }
    Stream<String> some = candidates.stream().distinct().limit(2 * MOST);
    return "there are "
        + String.join(", ", some.toList())
        + (candidates.size() > 2 * MOST ? ", …" : "");
  }

  private static int distance(String a, String b) {
    if (!a.isEmpty() && (b.contains(a) || a.startsWith(b))) {
      return 0;
    }
    return editDistance(a, b);
  }

  /** Letters to insert, delete or replace to turn one into the other (Levenshtein). */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
