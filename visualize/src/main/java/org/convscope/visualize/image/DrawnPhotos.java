package org.convscope.visualize.image;

import java.awt.image.BufferedImage;
import java.util.AbstractList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.synthetic.Box;
import org.convscope.models.synthetic.Part;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.models.synthetic.SyntheticSet;

/**
 * The first images of a synthetic set in place of photographs, drawn when asked for, or taken from
 * those {@linkplain DrawnAhead drawn ahead}, and fitted to the network like photographs.
 *
 * @param set where they come from
 * @param count how many there are
 * @param preprocessing how the network takes them
 */
public record DrawnPhotos(SyntheticSet set, int count, Preprocessing preprocessing)
    implements Photos {
  /** Drawn images are at least this large, so that what they show can be made out. */
  static final int LEAST_SIDE = 96;

  /** Test images of a seed, drawn at the size that a network takes. */
  public static DrawnPhotos tests(long seed, int count, Preprocessing p) {
    return new DrawnPhotos(new SyntheticSet(side(p), seed, Split.TEST), count, p);
  }

  /** Test images of one class. */
  public static DrawnPhotos tests(long seed, int count, SyntheticClass shown, Preprocessing p) {
    return new DrawnPhotos(new SyntheticSet(side(p), seed, Split.TEST, List.of(shown)), count, p);
  }

  private static int side(Preprocessing p) {
    return Math.max(LEAST_SIDE, Math.min(p.height(), p.width()));
  }

  /** Class and number of every image; a name is made when it is asked for. */
  @Override
  public List<String> names() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        Objects.checkIndex(index, count);
        return "%s-%06d".formatted(set.classes().get(set.label(index)).label(), index);
      }

      @Override
      public int size() {
        return count;
      }
    };
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
    Photo drawn = DrawnAhead.of(set, index).orElseGet(() -> Photo.of(set.sample(index).pixels()));
    return Preparation.fit(drawn, preprocessing);
  }

  /** Which pixels of the fitted image show the object, row by row. */
  public BitSet object(int index) {
    BufferedImage mask = set.sample(index).mask().image();
    return ObjectMask.of(Rgb.of(mask), preprocessing);
  }

  /**
   * Where the object's parts lie in the fitted image, by name; those outside of it are left out.
   */
  public Map<String, Region> parts(int index) {
    Map<String, Region> parts = new LinkedHashMap<>();
    for (Part part : set.sample(index).parts()) {
      Box b = part.box();
      Region drawn = new Region(b.y(), b.x(), b.height(), b.width());
      Preparation.place(drawn, set.edge(), set.edge(), preprocessing)
          .ifPresent(region -> parts.put(part.name(), region));
    }
    return parts;
  }

  @Override
  public Tensor input(int index) {
    return Preparation.input(fitted(index), preprocessing);
  }
}
