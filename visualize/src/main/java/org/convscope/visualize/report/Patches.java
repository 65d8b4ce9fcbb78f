package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.convscope.engine.Kernels;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.deconv.Excitation;
import org.convscope.visualize.deconv.Lanes;
import org.convscope.visualize.image.Photo;
import org.convscope.visualize.image.Photos;
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

  /**
   * What all excited units see. Every photograph is read once, however many of its patches are
   * wanted.
   *
   * @param lanes one for each thread that may read
   * @param fields the receptive field of each excited unit
   */
  static Map<Excitation, BufferedImage> of(
      Photos photos, List<Kernels> lanes, Map<Excitation, Region> fields) {
    Map<Integer, List<Excitation>> byImage = new TreeMap<>();
    for (Excitation e : fields.keySet()) {
      byImage.computeIfAbsent(e.image(), i -> new ArrayList<>()).add(e);
    }
    List<Integer> images = List.copyOf(byImage.keySet());
    Map<Excitation, BufferedImage> patches = new ConcurrentHashMap<>();
    Lanes.forEach(
        lanes,
        images.size(),
        (kernels, n) -> {
          Patches seen = new Patches(photos.fitted(images.get(n)));
          byImage.get(images.get(n)).forEach(e -> patches.put(e, seen.in(fields.get(e))));
        });
    return patches;
  }

  BufferedImage in(Region field) {
    float[] cut = field.crop(planes, height, width);
    for (int i = 0; i < cut.length; i++) {
      cut[i] += MID_GREY;
    }
    return Images.photo(cut, field.height(), field.width());
  }
}
