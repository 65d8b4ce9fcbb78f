package org.convscope.visualize.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convscope.engine.Workers;
import org.convscope.models.synthetic.Sample;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.parts.MarkedImage;
import org.convscope.visualize.parts.PartsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesisTest {
  private static final SyntheticSet SET =
      new SyntheticSet(
          40,
          17,
          Split.TEST,
          List.of(SyntheticClass.STAR, SyntheticClass.FACE, SyntheticClass.DOTS));

  @TempDir Path temporary;

  @Test
  void imagesMasksAndPartsAreThoseOfTheSet() throws IOException {
    Path folder = temporary.resolve("set");
    Set<Integer> done = new ConcurrentSkipListSet<>();
    write(folder, 2, done);
    assertThat(done).containsExactlyElementsOf(IntStream.range(0, 7).boxed().toList());
    List<MarkedImage> images = PartsFile.read(folder.resolve("parts.json")).images();
    assertThat(images).hasSize(7);
    for (int i = 0; i < 7; i++) {
      Sample sample = SET.sample(i);
      MarkedImage marked = images.get(i);
      assertThat(marked.file()).isEqualTo("images/%s/%06d.png".formatted(sample.kind().label(), i));
      assertThat(rgb(folder.resolve(marked.file()))).isEqualTo(rgb(sample.pixels().image()));
      assertThat(rgb(folder.resolve(marked.mask()))).isEqualTo(rgb(sample.mask().image()));
      assertThat(marked.parts()).hasSameSizeAs(sample.parts());
      for (int p = 0; p < marked.parts().size(); p++) {
        assertThat(marked.parts().get(p).name()).isEqualTo(sample.parts().get(p).name());
        assertThat(marked.parts().get(p).box().left()).isEqualTo(sample.parts().get(p).box().x());
        assertThat(marked.parts().get(p).box().height())
            .isEqualTo(sample.parts().get(p).box().height());
      }
    }
  }

  @Test
  void theFilesAreTheSameWithOneAndThreeThreads() throws IOException {
    write(temporary.resolve("one"), 1, new ConcurrentSkipListSet<>());
    write(temporary.resolve("three"), 3, new ConcurrentSkipListSet<>());
    List<Path> files;
    try (Stream<Path> all = Files.walk(temporary.resolve("one"))) {
      files = all.filter(Files::isRegularFile).map(temporary.resolve("one")::relativize).toList();
    }
    assertThat(files).hasSize(2 * 7 + 2);
    for (Path file : files) {
      assertThat(temporary.resolve("three").resolve(file))
          .hasSameBinaryContentAs(temporary.resolve("one").resolve(file));
    }
  }

  @Test
  void theContactSheetShowsEveryClass() {
    BufferedImage page = ContactSheet.of(SET, 24);
    for (int i = 0; i < 3; i++) {
      BufferedImage image = SET.sample(i).pixels().image();
      assertThat(shows(page, image)).as(SET.sample(i).kind().label()).isTrue();
    }
    assertThat(shows(page, SET.sample(24).pixels().image())).isFalse();
  }

  private static boolean shows(BufferedImage page, BufferedImage image) {
    int[] wanted = rgb(image);
    int side = image.getWidth();
    for (int y = 0; y + side <= page.getHeight(); y++) {
      for (int x = 0; x + side <= page.getWidth(); x++) {
        if (page.getRGB(x, y) == wanted[0]
            && Arrays.equals(page.getRGB(x, y, side, side, null, 0, side), wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void write(Path folder, int threads, Set<Integer> done) throws IOException {
    try (Output output = Output.folder(folder, false);
        Workers workers = Workers.of(threads)) {
      Synthesis.write(SET, 7, output, workers, done::add);
      output.commit();
    }
  }

  private static int[] rgb(Path file) throws IOException {
    return rgb(ImageIO.read(file.toFile()));
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
