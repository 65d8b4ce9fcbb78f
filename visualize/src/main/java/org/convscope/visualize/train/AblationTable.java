package org.convscope.visualize.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convscope.visualize.report.Json;

/**
 * Errors of networks with layers left out or resized (Zeiler and Fergus 2013, Table 3).
 *
 * @param rows one per variant
 */
public record AblationTable(List<Row> rows) {
  /** The variant in which nothing is changed. */
  public static final String NONE = "none";

  /**
   * A variant; errors are shares of images classified wrong.
   *
   * @param variant what is left out or resized
   * @param parameters how many numbers the network holds
   * @param training error on augmented training images during the last epoch
   * @param validation error after the last epoch
   * @param test error on the test images
   */
  public record Row(
      String variant, long parameters, double training, double validation, double test) {}

  public AblationTable {
    rows = List.copyOf(rows);
  }

  /** The row of a finished session. */
  public static Row row(String variant, TrainingRun.Outcome outcome) {
    EpochRecord last = outcome.curve().get(outcome.curve().size() - 1);
    return new Row(
        variant,
        outcome.parameters(),
        1 - last.trainAccuracy(),
        1 - last.validationAccuracy(),
        1 - outcome.test().accuracy());
  }

  /** Writes {@code ablation.csv}, {@code ablation.md} and {@code ablation.json} into a folder. */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("ablation.csv"), csv());
    Files.writeString(folder.resolve("ablation.md"), markdown());
    Files.writeString(folder.resolve("ablation.json"), json());
  }

  private String csv() {
    StringBuilder text = new StringBuilder("variant,parameters,training,validation,test\n");
    for (Row r : rows) {
      text.append(
          "%s,%d,%s,%s,%s\n"
              .formatted(r.variant(), r.parameters(), r.training(), r.validation(), r.test()));
    }
    return text.toString();
  }

  /** The table in Markdown, errors in per cent. */
  public String markdown() {
    StringBuilder text =
        new StringBuilder(
            "| left out or resized | numbers | training % | validation % | test % |\n");
    text.append("|---|---|---|---|---|\n");
    for (Row r : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.2f | %.2f | %.2f |\n",
              r.variant(),
              r.parameters(),
              100 * r.training(),
              100 * r.validation(),
              100 * r.test()));
    }
    return text.toString();
  }

  /** The table as JSON. */
  public String json() {
    return Json.text(rows.stream().map(AblationTable::entries).toList());
  }

  private static Map<String, Object> entries(Row r) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("variant", r.variant());
    entry.put("parameters", r.parameters());
    entry.put("training_error", r.training());
    entry.put("validation_error", r.validation());
    entry.put("test_error", r.test());
    return entry;
  }
}
