package org.convscope.visualize.image;

import java.util.BitSet;
import org.convscope.models.Preprocessing;

/** Where the object is in an image, from a picture that is bright there. */
public final class ObjectMask {
  private static final int HALF = 128;

  private ObjectMask() {}

  /**
   * The pixels of the object in what the network sees, numbered row by row.
   *
   * @param mask a picture of the image's size, brighter than half on the object
   * @param preprocessing how the network takes images
   */
  public static BitSet of(Photo mask, Preprocessing preprocessing) {
    Photo fitted = Preparation.fit(mask, preprocessing);
    BitSet object = new BitSet(fitted.width() * fitted.height());
    for (int y = 0; y < fitted.height(); y++) {
      for (int x = 0; x < fitted.width(); x++) {
        object.set(y * fitted.width() + x, fitted.level(x, y, 1) >= HALF);
      }
    }
    return object;
  }
}
