package org.convscope.visualize.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;
import org.junit.jupiter.api.Test;

class DrawnAheadTest {
  @Test
  void keptImagesAreThoseThatAreDrawn() {
    SyntheticSet set = new SyntheticSet(96, 0, Split.TEST);
    for (int i = 0; i < DrawnAhead.COUNT; i++) {
      byte[] drawn = Photo.of(set.sample(i).pixels()).rgb();
      assertThat(DrawnAhead.of(set, i).orElseThrow().rgb()).as("image %d", i).isEqualTo(drawn);
    }
  }

  @Test
  void anyOtherSetIsDrawn() {
    List<SyntheticClass> oneClass = List.of(SyntheticClass.values()[0]);
    assertThat(DrawnAhead.of(new SyntheticSet(96, 0, Split.TEST), DrawnAhead.COUNT)).isEmpty();
    assertThat(DrawnAhead.of(new SyntheticSet(96, 1, Split.TEST), 0)).isEmpty();
    assertThat(DrawnAhead.of(new SyntheticSet(97, 0, Split.TEST), 0)).isEmpty();
    assertThat(DrawnAhead.of(new SyntheticSet(96, 0, Split.TRAIN), 0)).isEmpty();
    assertThat(DrawnAhead.of(new SyntheticSet(96, 0, Split.TEST, oneClass), 0)).isEmpty();
  }
}
