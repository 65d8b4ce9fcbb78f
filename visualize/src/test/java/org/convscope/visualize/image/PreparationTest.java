package org.convscope.visualize.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
  @Test
  void aPhotoOfExactlyTheInputsSizeIsUsedAsItIs() {
    Photo photo = gradient(16, 12);
    assertThat(Preparation.fit(photo, Preprocessing.imageNet(12, 16))).isSameAs(photo);
  }

  @Test
  void theShorterSideIsScaledAndTheCentreCut() {
    // 224 → shorter side 256: a photo of 512×384 is scaled by 2/3 to 341×256, cut at x 58, y 16.
    Photo photo = gradient(512, 384);
    Photo fitted = Preparation.fit(photo, Preprocessing.imageNet(224, 224));
    Photo scaled = Resize.part(photo, Resize.Span.all(341), Resize.Span.all(256));
    assertThat(fitted.width()).isEqualTo(224);
    assertThat(fitted.height()).isEqualTo(224);
    assertThat(fitted.level(0, 0, 0)).isEqualTo(scaled.level(58, 16, 0));
    assertThat(fitted.level(223, 223, 1)).isEqualTo(scaled.level(58 + 223, 16 + 223, 1));
  }

  @Test
  void anInputThatIsNotSquareIsCoveredByAnyPhoto() {
    Preprocessing wide = Preprocessing.imageNet(28, 56);
    for (Photo photo : List.of(gradient(40, 200), gradient(200, 40), gradient(9, 9))) {
      Photo fitted = Preparation.fit(photo, wide);
      assertThat(fitted.width()).isEqualTo(56);
      assertThat(fitted.height()).isEqualTo(28);
    }
  }

  @Test
  void rgbIsNormalisedPlaneByPlane() {
    Photo photo = dot(10, 20, 30);
    Tensor x = Preparation.input(photo, Preprocessing.imageNet(1, 1));
    assertThat(x.shape()).isEqualTo(Shape.of(1, 3, 1, 1));
    assertThat(x.floats()[0]).isCloseTo((10 / 255f - 0.485f) / 0.229f, within(1e-6f));
    assertThat(x.floats()[2]).isCloseTo((30 / 255f - 0.406f) / 0.225f, within(1e-6f));
  }

  @Test
  void caffeNetworksGetBgrWithTheMeanSubtracted() {
    Tensor x = Preparation.input(dot(10, 20, 30), Preprocessing.caffe(1, 1));
    assertThat(x.floats())
        .containsExactly(new float[] {-73.939f, -96.779f, -113.68f}, within(1e-4f));
  }

  @Test
  void greyNetworksGetBrightness() {
    Tensor x = Preparation.input(dot(10, 20, 200), Preprocessing.grey(1, 1));
    assertThat(x.shape()).isEqualTo(Shape.of(1, 1, 1, 1));
    assertThat(x.floats()[0]).isCloseTo(38 / 255f, within(1e-6f));
  }

  @Test
  void aFolderIsReadInTheOrderOfItsPaths(@TempDir Path dir) throws IOException {
    var image = Drawn.flag(20, 10, java.awt.image.BufferedImage.TYPE_INT_RGB);
    Files.createDirectory(dir.resolve("b"));
    Drawn.write(dir.resolve("c.png"), image, "png");
    Drawn.write(dir.resolve("b/d.PNG"), image, "png");
    Drawn.write(dir.resolve("a.jpeg"), image, "jpg");
    Files.writeString(dir.resolve("readme.txt"), "no photo");
    PhotoFolder folder = PhotoFolder.of(dir, Preprocessing.imageNet(8, 8));
    assertThat(folder.names()).containsExactly("a.jpeg", "b/d.PNG", "c.png");
    assertThat(folder.input(1).shape()).isEqualTo(Shape.of(1, 3, 8, 8));
  }

  private static Photo gradient(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int p = 0; p < width * height; p++) {
      rgb[3 * p] = (byte) (p % width * 255 / width);
      rgb[3 * p + 1] = (byte) (p / width * 255 / height);
      rgb[3 * p + 2] = (byte) (p * 31);
    }
    return new Photo(width, height, rgb);
  }

  private static Photo dot(int r, int g, int b) {
    return new Photo(1, 1, new byte[] {(byte) r, (byte) g, (byte) b});
  }

  @Test
  void aPlaceMovesWithTheScaledAndCroppedPhotograph() {
    // 200×120 becomes 426×256 and loses 101 columns on the left and 16 rows at the top.
    Preprocessing p = Preprocessing.imageNet(224, 224);
    assertThat(Preparation.place(new Region(60, 100, 30, 40), 200, 120, p))
        .hasValue(new Region(112, 112, 64, 86));
    assertThat(Preparation.place(new Region(0, 0, 20, 20), 200, 120, p)).isEmpty();
    assertThat(Preparation.place(new Region(0, 40, 20, 30), 200, 120, p))
        .hasValue(new Region(0, 0, 27, 49));
    assertThat(Preparation.place(new Region(5, 7, 20, 30), 224, 224, p))
        .hasValue(new Region(5, 7, 20, 30));
  }
}
