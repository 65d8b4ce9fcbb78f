package org.convscope.visualize.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convscope.visualize.report.Provenance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OlderDefaultsTest {
  private static final int FIRST = 1;

  @ParameterizedTest
  @CsvSource({
    "ascend --class 1, --transforms robust",
    "ascend --recipe=lucid --class 1, --transforms robust",
    "ascend --class 1 --transforms none, ''",
    "ascend --recipe yosinski --class 1, --step-rule normalised --lr 8",
    "ascend --recipe yosinski --lr=9 --class 1, --step-rule normalised",
    "ascend --recipe cs231n --class 1, ''",
    "deconv --layer 5, ''"
  })
  void aFirstProgramsCommandLineGetsWhatItLeftUnsaid(String line, String more) {
    List<String> said = List.of(line.split(" "));
    String now = String.join(" ", OlderDefaults.spelledOut(FIRST, said));

    assertThat(now).isEqualTo((line + " " + more).strip());
    assertThat(OlderDefaults.spelledOut(Provenance.DEFAULTS, said)).isEqualTo(said);
  }
}
