package org.convscope.visualize.probe;

import java.util.List;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Labelled;

/**
 * Some images of a source.
 *
 * @param source all images
 * @param indices which of them, in this order
 */
record ChosenImages(ImageSource source, List<Integer> indices) implements ImageSource {
  ChosenImages {
    indices = List.copyOf(indices);
  }

  @Override
  public List<String> classes() {
    return source.classes();
  }

  @Override
  public int size() {
    return indices.size();
  }

  @Override
  public int height() {
    return source.height();
  }

  @Override
  public int width() {
    return source.width();
  }

  @Override
  public Labelled read(int index) {
    return source.read(indices.get(index));
  }
}
