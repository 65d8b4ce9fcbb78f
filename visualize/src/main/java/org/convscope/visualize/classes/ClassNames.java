package org.convscope.visualize.classes;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.convscope.models.NearMatches;
import org.convscope.models.Network;

/**
 * Names of a network's classes: one per line of a file, or of the entry {@code classes} in the
 * model's metadata (commas may part them there); else there are only numbers.
 *
 * @param names by class index; empty if unknown
 */
public record ClassNames(List<String> names) {
  private static final String METADATA_KEY = "classes";
  private static final int MOST_LISTED = 8;

  public ClassNames {
    names = List.copyOf(names);
  }

  /**
   * The names in a file, or those that the network brings.
   *
   * @throws IllegalArgumentException if the file is no text
   */
  public static ClassNames of(Optional<Path> file, Network network) throws IOException {
    if (file.isPresent()) {
      try {
        return new ClassNames(Files.readAllLines(file.get()).stream().map(String::strip).toList());
      } catch (MalformedInputException e) {
        throw new IllegalArgumentException(file.get() + ": one class name per line in UTF-8", e);
      }
    }
    String known = network.metadata().getOrDefault(METADATA_KEY, "");
    String separator = known.contains("\n") ? "\n" : ",";
    return new ClassNames(
        known.isBlank()
            ? List.of()
            : Arrays.stream(known.strip().split(separator)).map(String::strip).toList());
  }

  /** The name of a class, or its number. */
  public String name(int index) {
    return index < names.size() ? names.get(index) : "class " + index;
  }

  /**
   * The class that a user means by a number, a name or a regular expression.
   *
   * @param count number of classes of the network
   * @throws IllegalArgumentException if that is none, or more than one
   */
  public int index(String wanted, int count) {
    if (wanted.matches("\\d{1,9}")) {
      int index = Integer.parseInt(wanted);
      if (index >= count) {
        throw new IllegalArgumentException(
            "the network has the classes 0 to %d, got %d".formatted(count - 1, index));
      }
      return index;
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "the model does not name its classes, got '%s'; give a number from 0 to %d, or --classes FILE"
              .formatted(wanted, count - 1));
    }
    List<Integer> found = matching(wanted);
    if (found.size() == 1 && found.get(0) < count) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no class is called '%s'; %s".formatted(wanted, NearMatches.hint(wanted, names)));
    }
    throw new IllegalArgumentException(
        "one class is needed, '%s' matches %d: %s".formatted(wanted, found.size(), listed(found)));
  }

  private List<Integer> matching(String wanted) {
    List<Integer> exact = where(n -> n.equalsIgnoreCase(wanted));
    if (!exact.isEmpty()) {
      return exact;
    }
    try {
      Pattern pattern = Pattern.compile(wanted, Pattern.CASE_INSENSITIVE);
      return where(n -> pattern.matcher(n).find());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "a class is a number, a name or a regular expression, got '" + wanted + "'", e);
    }
  }

  private List<Integer> where(java.util.function.Predicate<String> rule) {
    return IntStream.range(0, names.size()).filter(i -> rule.test(names.get(i))).boxed().toList();
  }

  private String listed(List<Integer> found) {
    List<String> some = new ArrayList<>();
    found.stream().limit(MOST_LISTED).forEach(i -> some.add(names.get(i) + " (" + i + ")"));
    return String.join(", ", some) + (found.size() > MOST_LISTED ? ", …" : "");
  }
}
