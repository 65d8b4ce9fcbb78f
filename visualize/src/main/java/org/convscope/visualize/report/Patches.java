package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.image.Photo;
import org.convscope.visualize.render.Images;

/** What units see of one photograph; grey where a receptive field reaches beyond it. */
final class Patches {
  private static final float MID_GREY = 127.5f;

  private final float[] planes;
  private final int height;
  private final int width;

  Patches(Photo photo) {
    height = photo.height();
    width = photo.width();
    planes = photo.planes();
    for (int i = 0; i < planes.length; i++) {
      planes[i] -= MID_GREY;
    }
  }

  BufferedImage in(Region field) {
    float[] cut = field.crop(planes, height, width);
    for (int i = 0; i < cut.length; i++) {
      cut[i] += MID_GREY;
    }
    return Images.photo(cut, field.height(), field.width());
  }
}
