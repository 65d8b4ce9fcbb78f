package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
  @Test
  void survivesMetadata() {
    Preprocessing p =
        new Preprocessing(
            Preprocessing.Order.BGR,
            0.5,
            List.of(1.25, 2.0, 3.0),
            List.of(4.0, 5.0, 6.5),
            96,
            128,
            110);
    assertThat(Preprocessing.fromMetadata(p.toMetadata())).contains(p);
    assertThat(Preprocessing.fromMetadata(Map.of("author", "nobody"))).isEmpty();
  }

  @Test
  void usesTheUsualShorterSide() {
    assertThat(Preprocessing.imageNet(224, 224).shorterSide()).isEqualTo(256);
    assertThat(Preprocessing.imageNet(224, 224).withSize(448, 448).shorterSide()).isEqualTo(512);
  }

  @Test
  void incompleteMetadataIsToldInOneLine() {
    assertThatThrownBy(() -> Preprocessing.fromMetadata(Map.of("preprocessing.order", "RGB")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("preprocessing.size is missing");
  }

  @Test
  void channelsAndNumbersMustMatch() {
    assertThatThrownBy(
            () ->
                new Preprocessing(
                    Preprocessing.Order.GREY, 1, List.of(1.0, 2.0, 3.0), List.of(1.0), 8, 8, 8))
        .hasMessageContaining("GREY needs 1 means");
  }

  @Test
  void planesAreGivenBackAsRedGreenBlue() {
    float[] planes = {1, 2, 3, 4, 5, 6};
    assertThat(Preprocessing.caffe(8, 8).rgb(planes)).containsExactly(5, 6, 3, 4, 1, 2);
    assertThat(Preprocessing.imageNet(8, 8).rgb(planes)).containsExactly(planes);
    assertThat(Preprocessing.grey(8, 8).rgb(new float[] {7, 8})).containsExactly(7, 8);
  }
}
