package org.convscope.visualize.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildTest {
  @ParameterizedTest(name = "{0} comes out as {1}")
  @CsvSource({
    "'WARNING: Using incubator modules: jdk.incubator.vector\nrest\n', 'rest\n'",
    "'WARNING: Using incubator modules: jdk.incubator.vector\n', ''",
    "'WARNING: Using', 'WARNING: Using'",
    "'WARNING: something else\n', 'WARNING: something else\n'",
    "'W\nWARNING: Using incubator modules: x\n', 'W\nWARNING: Using incubator modules: x\n'",
    "'\n\nplain', '\n\nplain'",
    "'', ''"
  })
  void onlyTheIncubatorLineAtTheStartIsDropped(String from, String to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Child.pass(new ByteArrayInputStream(from.getBytes(StandardCharsets.UTF_8)), out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(to);
  }
}
