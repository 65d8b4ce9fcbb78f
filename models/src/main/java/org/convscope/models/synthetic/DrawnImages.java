package org.convscope.models.synthetic;

import java.util.List;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Labelled;

/**
 * The first images of a set, drawn each time they are asked for.
 *
 * @param set where they come from
 * @param size how many there are
 */
record DrawnImages(SyntheticSet set, int size) implements ImageSource {
  @Override
  public List<String> classes() {
    return set.classes().stream().map(SyntheticClass::label).toList();
  }

  @Override
  public int height() {
    return set.edge();
  }

  @Override
  public int width() {
    return set.edge();
  }

  @Override
  public int label(int index) {
    return set.label(index);
  }

  @Override
  public Labelled read(int index) {
    Sample sample = set.sample(index);
    byte[] pixels = new byte[3 * set.edge() * set.edge()];
    sample.pixels().copyTo(pixels, 0);
    return new Labelled(pixels, sample.label());
  }
}
