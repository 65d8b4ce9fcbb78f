package org.convscope.importer.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that resemble a mistyped one: few edits apart, or one inside the other. */
final class NearMatches {
  private NearMatches() {}

  /** The closest of {@code names}, at most three, closest first. */
  static List<String> of(String typed, Collection<String> names) {
    String word = typed.toLowerCase(Locale.ROOT);
    int allowed = Math.max(2, word.length() / 3);
    return names.stream()
        .filter(n -> distance(word, n) <= allowed || n.contains(word) || word.contains(n))
        .sorted(Comparator.comparingInt((String n) -> distance(word, n)).thenComparing(n -> n))
        .limit(3)
        .toList();
  }

  /** Insertions, deletions and replacements that lead from a to b. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
