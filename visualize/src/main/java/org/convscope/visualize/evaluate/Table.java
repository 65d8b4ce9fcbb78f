package org.convscope.visualize.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result as text, CSV and entries of JSON.
 *
 * @param rows chance first, then a row per method
 */
public record Table(List<Row> rows) {
  public Table {
    rows = List.copyOf(rows);
  }

  /** Columns aligned with spaces; under each heading whether low or high is better. */
  public String text() {
    StringBuilder text = new StringBuilder(heading("method", Measure::toString, "gap", "ms/map"));
    text.append(heading("", Measure::better, "low", ""));
    for (Row row : rows) {
      text.append(String.format(Locale.ROOT, "%-18s", row.method()));
      row.means().values().forEach(v -> text.append("%12s".formatted(shown(v, "%.3f"))));
      text.append("%9s".formatted(shown(row.gap(), "%.3f")));
      String time = row.milliseconds().map(ms -> "%.1f".formatted(ms)).orElse("");
      text.append("%9s".formatted(time)).append('\n');
    }
    return text.toString();
  }

  private static String heading(
      String first, java.util.function.Function<Measure, String> of, String gap, String time) {
    StringBuilder line = new StringBuilder("%-18s".formatted(first));
    for (Measure m : Measure.values()) {
      line.append("%12s".formatted(of.apply(m)));
    }
    return line.append("%9s%9s\n".formatted(gap, time)).toString();
  }

  /** Comma-separated values with a heading; nothing where nothing was measured. */
  public String csv() {
    List<String> heading = new ArrayList<>(List.of("method"));
    for (Measure m : Measure.values()) {
      heading.add(m.toString());
    }
    heading.addAll(List.of("relative_gap", "milliseconds"));
    StringBuilder text = new StringBuilder(String.join(",", heading)).append('\n');
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.method()));
      row.means().values().forEach(v -> cells.add(shown(v, "%.6g")));
      cells.add(shown(row.gap(), "%.6g"));
      cells.add(row.milliseconds().map(ms -> String.format(Locale.ROOT, "%.3f", ms)).orElse(""));
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }

  /** One object per row. */
  public List<Map<String, Object>> entries() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("method", row.method());
      row.means().forEach((m, v) -> v.ifPresent(number -> entry.put(m.toString(), number)));
      row.gap().ifPresent(v -> entry.put("relative_gap", v));
      row.milliseconds().ifPresent(v -> entry.put("milliseconds", v));
      all.add(entry);
    }
    return all;
  }

  private static String shown(OptionalDouble value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
  }
}
