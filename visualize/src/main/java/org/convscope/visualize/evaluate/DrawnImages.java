package org.convscope.visualize.evaluate;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.convscope.engine.Tensor;
import org.convscope.visualize.image.DrawnPhotos;

/**
 * Images of a synthetic set with their true masks.
 *
 * @param photos the images
 */
public record DrawnImages(DrawnPhotos photos) implements MarkedImages {
  @Override
  public List<String> names() {
    return photos.names();
  }

  @Override
  public Tensor input(int index) {
    return photos.input(index);
  }

  @Override
  public Optional<BitSet> object(int index) {
    return Optional.of(photos.object(index));
  }
}
