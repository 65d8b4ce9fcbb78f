package org.convscope.visualize.train;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.convscope.models.train.ImageSource;
import org.convscope.models.train.Labelled;

/**
 * An image source that keeps what it has read: drawing or decoding an image costs more than a step.
 */
public final class KeptImages implements ImageSource {
  private final ImageSource source;
  private final AtomicReferenceArray<Labelled> kept;

  public KeptImages(ImageSource source) {
    this.source = source;
    this.kept = new AtomicReferenceArray<>(source.size());
  }

  @Override
  public List<String> classes() {
    return source.classes();
  }

  @Override
  public int size() {
    return source.size();
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
    Labelled image = kept.get(index);
    if (image == null) {
      image = source.read(index);
      kept.set(index, image);
    }
    return image;
  }
}
