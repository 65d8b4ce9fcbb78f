package org.convscope.visualize.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.convscope.models.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedFolderTest {
  private static final Preprocessing PREPARATION = Preprocessing.imageNet(6, 9);
  @TempDir Path dir;

  /** A dark picture with one bright pixel. */
  private void picture(String name, int x, int y) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(9, 6, BufferedImage.TYPE_INT_RGB);
    image.setRGB(x, y, 0xffffff);
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void photographsMeetTheMasksOfTheirNames() throws IOException {
    picture("a.png", 0, 0);
    picture("a.mask.png", 7, 2);
    picture("sub/b.png", 1, 1);
    MarkedFolder folder = MarkedFolder.of(dir, PREPARATION);
    assertThat(folder.names()).containsExactly("a.png", "sub/b.png");
    assertThat(folder.object(0).orElseThrow().stream()).containsExactly(2 * 9 + 7);
    assertThat(folder.object(1)).isEmpty();
    assertThat(folder.input(1).shape().dims()).containsExactly(1, 3, 6, 9);
  }

  @Test
  void aPartsFileNamesImagesAndMasks() throws IOException {
    picture("images/x.png", 0, 0);
    picture("images/unnamed.png", 0, 0);
    picture("masks/x.png", 3, 5);
    Files.writeString(
        dir.resolve("parts.json"),
        """
        {"format": "convscope-parts/1",
         "images": [{"image": "images/x.png", "mask": "masks/x.png", "parts": []}]}
        """);
    MarkedFolder folder = MarkedFolder.of(dir, PREPARATION);
    assertThat(folder.names()).containsExactly("images/x.png");
    assertThat(folder.object(0).orElseThrow().stream()).containsExactly(5 * 9 + 3);
  }

  @Test
  void aFolderOfNothingIsRefused() {
    assertThatThrownBy(() -> MarkedFolder.of(dir, PREPARATION))
        .hasMessageContaining("folder with photographs is needed");
  }
}
