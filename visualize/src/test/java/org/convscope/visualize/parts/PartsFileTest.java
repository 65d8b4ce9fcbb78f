package org.convscope.visualize.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convscope.models.ReceptiveField.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    PartsFile parts =
        new PartsFile(
            List.of(
                new MarkedImage(
                    "images/face/000001.png",
                    "face",
                    "masks/face/000001.png",
                    List.of(
                        new Part("left eye", new Region(40, 31, 6, 9)),
                        new Part("mouth \"big\"", new Region(0, 0, 1, 2)))),
                new MarkedImage("dog.jpg", "", "", List.of())));
    Path file = folder.resolve("parts.json");
    Files.write(file, parts.json());
    assertThat(PartsFile.read(file)).isEqualTo(parts);
    assertThat(Files.readString(file))
        .contains("\"box\":[31,40,9,6]")
        .doesNotContain("\"class\":\"\"");
    assertThat(PartsFile.read(file).images().get(0).part("left eye")).isPresent();
    assertThat(PartsFile.read(file).images().get(1).part("left eye")).isEmpty();
  }

  @Test
  void unknownMembersAreIgnored() throws IOException {
    Path file = folder.resolve("by-hand.json");
    Files.writeString(
        file,
        """
        {"format": "convscope-parts/1", "author": "me", "images": [
          {"image": "a.png", "parts": [{"name": "nose", "box": [-2, 5, 7, 3], "sure": true}]}]}
        """);
    assertThat(PartsFile.read(file).images())
        .containsExactly(
            new MarkedImage("a.png", "", "", List.of(new Part("nose", new Region(5, -2, 3, 7)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[1; must be JSON",
        "{}; the member format must be \"convscope-parts/1\"",
        "{\"format\": \"convscope-parts/1\"}; the member images must be a list",
        "{\"format\": \"convscope-parts/1\", \"images\": [{}]}; images[0]: the member image must",
        "{\"format\": \"convscope-parts/1\", \"images\": [{\"image\": \"a\", \"parts\":"
            + " [{\"name\": \"b\", \"box\": [1, 2, 3]}]}]}; a box of whole numbers",
        "{\"format\": \"convscope-parts/1\", \"images\": [{\"image\": \"a\", \"parts\":"
            + " [{\"name\": \"b\", \"box\": [1, 2, 0, 4]}]}]}; at least one pixel",
        "{\"format\": \"convscope-parts/1\", \"images\": [{\"image\": \"a\", \"parts\":"
            + " [{\"name\": \"b\", \"box\": [1, 2, 3, 4]}, {\"name\": \"b\", \"box\": [1, 2, 3,"
            + " 4]}]}]}; unique in its image"
      })
  void aWrongFileIsRefusedByName(String text, String complaint) throws IOException {
    Path file = folder.resolve("wrong.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> PartsFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(complaint);
  }
}
