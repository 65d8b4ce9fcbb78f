package org.convscope.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Labelled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticSetTest {
  private static final int CLASSES = SyntheticClass.values().length;

  @ParameterizedTest(name = "{0} pixels, seed {1}: {2}")
  @CsvSource({"96, 1, 2118618529", "33, -5, 1610978296"})
  void theSameBytesOnEveryJvm(int size, long seed, long expected) {
    SyntheticSet set = new SyntheticSet(size, seed, Split.TEST);
    CRC32 crc = new CRC32();
    byte[] bytes = new byte[3 * size * size];
    for (int i = 0; i < 2 * CLASSES; i++) {
      set.sample(i).pixels().copyTo(bytes, 0);
      crc.update(bytes);
    }
    assertThat(crc.getValue()).isEqualTo(expected);
  }

  @Test
  void neitherOrderNorThreadsMatter() {
    SyntheticSet set = new SyntheticSet(48, 3, Split.TRAIN);
    List<Sample> forwards = IntStream.range(0, 128).mapToObj(set::sample).toList();
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 128).boxed().toList());
    Collections.reverse(shuffled);
    List<Sample> parallel = new ArrayList<>(shuffled.parallelStream().map(set::sample).toList());
    Collections.reverse(parallel);
    assertThat(parallel).isEqualTo(forwards);
  }

  @Test
  void indicesSplitsAndSeedsAllDiffer() {
    Set<Pixels> seen = new HashSet<>();
    for (long seed = 0; seed < 2; seed++) {
      for (Split split : Split.values()) {
        SyntheticSet set = new SyntheticSet(32, seed, split);
        for (int i = 0; i < 100; i++) {
          seen.add(set.sample(i).pixels());
        }
      }
    }
    assertThat(seen).hasSize(600);
  }

  @Test
  void everyBlockHoldsEachClassOnceInItsOwnOrder() {
    SyntheticSet set = new SyntheticSet(32, 9, Split.VALIDATION);
    List<Integer> first = IntStream.range(0, CLASSES).mapToObj(i -> set.label(i)).toList();
    List<Integer> second =
        IntStream.range(CLASSES, 2 * CLASSES).mapToObj(i -> set.label(i)).toList();
    assertThat(new HashSet<>(first)).hasSize(CLASSES);
    assertThat(new HashSet<>(second)).hasSize(CLASSES);
    assertThat(second).isNotEqualTo(first);
    assertThat(set.sample(5).label()).isEqualTo(first.get(5));
    assertThat(set.sample(5).kind()).isEqualTo(set.classes().get(first.get(5)));
  }

  @ParameterizedTest
  @EnumSource
  void theObjectChangesThePixelsOfItsMaskAndNoOthers(SyntheticClass kind) {
    int size = 96;
    SyntheticSet set = new SyntheticSet(size, 4, Split.TRAIN, List.of(kind));
    int reach = 3; // half a pixel of anti-aliasing and two passes of blur
    for (int i = 0; i < 12; i++) {
      Sample sample = set.sample(i);
      Pixels empty = set.background(i);
      int changedInside = 0;
      int changedOutside = 0; // sharp tips that cover less than half of each pixel
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          boolean changed = differs(sample.pixels(), empty, y, x);
          changedInside += changed && sample.mask().contains(x, y) ? 1 : 0;
          changedOutside += changed && !near(sample.mask(), x, y, reach) ? 1 : 0;
        }
      }
      assertThat(changedInside).isGreaterThan(sample.mask().count() * 9 / 10);
      assertThat(changedOutside).isLessThan(2 + sample.mask().count() / 100);
    }
  }

  private static boolean differs(Pixels a, Pixels b, int y, int x) {
    return a.at(0, y, x) != b.at(0, y, x)
        || a.at(1, y, x) != b.at(1, y, x)
        || a.at(2, y, x) != b.at(2, y, x);
  }

  private static boolean near(Mask mask, int x, int y, int reach) {
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        if (mask.contains(x + dx, y + dy)) {
          return true;
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource
  void partsAreNamedOnceAndLieWithinTheMasksBounds(SyntheticClass kind) {
    SyntheticSet set = new SyntheticSet(96, 5, Split.TEST, List.of(kind));
    List<String> names = set.sample(0).parts().stream().map(Part::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    for (int i = 0; i < 40; i++) {
      Sample sample = set.sample(i);
      assertThat(sample.parts()).extracting(Part::name).isEqualTo(names);
      for (Part part : sample.parts()) {
        assertThat(sample.mask().bounds().contains(part.box())).as("%s", part).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FACE, left eye|right eye|nose|mouth",
    "HOUSE, roof|door|window",
    "FISH, tail|fin|eye",
    "CAR, window|front wheel|rear wheel"
  })
  void theFiguresHaveTheirParts(SyntheticClass kind, String parts) {
    Sample sample = new SyntheticSet(64, 0, Split.TRAIN, List.of(kind)).sample(3);
    assertThat(sample.parts()).extracting(Part::name).containsExactly(parts.split("\\|"));
  }

  @Test
  void theLeftEyeIsLeftOfTheRightEye() {
    SyntheticSet set = new SyntheticSet(96, 6, Split.TRAIN, List.of(SyntheticClass.FACE));
    for (int i = 0; i < 30; i++) {
      List<Part> parts = set.sample(i).parts();
      assertThat(parts.get(0).name()).isEqualTo("left eye");
      assertThat(parts.get(0).box().x()).isLessThan(parts.get(1).box().x());
    }
  }

  @Test
  void anIndexShowsTheSameSceneAtEverySize() {
    SyntheticSet small = new SyntheticSet(60, 8, Split.TRAIN);
    SyntheticSet large = new SyntheticSet(120, 8, Split.TRAIN);
    for (int i = 0; i < CLASSES; i++) {
      Box a = small.sample(i).mask().bounds();
      Box b = large.sample(i).mask().bounds();
      assertThat(Math.abs(2 * a.x() - b.x())).isLessThanOrEqualTo(3);
      assertThat(Math.abs(2 * a.height() - b.height())).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aWrongRequestIsRefused() {
    assertThatThrownBy(() -> new SyntheticSet(31, 0, Split.TRAIN)).hasMessageContaining("got 31");
    assertThatThrownBy(() -> new SyntheticSet(32, 0, Split.TRAIN).sample(-1))
        .hasMessageContaining("got -1");
    assertThatThrownBy(() -> new SyntheticSet(32, 0, Split.TRAIN, List.of()))
        .hasMessageContaining("at least one class");
  }

  @Test
  void trainingReadsTheSameImages() {
    SyntheticSet set = new SyntheticSet(40, 2, Split.TRAIN);
    ImageSource images = set.images(70);
    assertThat(images.size()).isEqualTo(70);
    assertThat(images.height()).isEqualTo(40);
    assertThat(images.width()).isEqualTo(40);
    Sample sample = set.sample(65);
    Labelled read = images.read(65);
    assertThat(images.classes().get(read.label())).isEqualTo(sample.kind().label());
    assertThat(read.pixels()[(2 * 40 + 7) * 40 + 9] & 0xff).isEqualTo(sample.pixels().at(2, 7, 9));
  }
}
