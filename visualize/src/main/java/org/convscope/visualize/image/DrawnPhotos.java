package org.convscope.visualize.image;

import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.models.synthetic.Sample;
import org.convscope.models.synthetic.SyntheticSet;

/**
 * The first images of a synthetic set in place of photographs, drawn when asked for and fitted to
 * the network like photographs.
 *
 * @param set where they come from
 * @param count how many there are
 * @param preprocessing how the network takes them
 */
public record DrawnPhotos(SyntheticSet set, int count, Preprocessing preprocessing)
    implements Photos {
  @Override
  public List<String> names() {
    return IntStream.range(0, count)
        .mapToObj(i -> "%s-%06d".formatted(set.classes().get(set.label(i)).label(), i))
        .toList();
  }

  /**
   * The first image of a class.
   *
   * @throws IllegalArgumentException if there is none among these
   */
  public int firstOf(String label) {
    return IntStream.range(0, count)
        .filter(i -> set.classes().get(set.label(i)).label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "drawn images: none of the first %d shows a %s".formatted(count, label)));
  }

  @Override
  public Photo fitted(int index) {
    Sample sample = set.sample(index);
    BufferedImage image = sample.pixels().image();
    return Preparation.fit(Rgb.of(image), preprocessing);
  }

  /** Which pixels of the fitted image show the object, row by row. */
  public BitSet object(int index) {
    BufferedImage mask = set.sample(index).mask().image();
    return ObjectMask.of(Rgb.of(mask), preprocessing);
  }

  @Override
  public Tensor input(int index) {
    return Preparation.input(fitted(index), preprocessing);
  }
}
