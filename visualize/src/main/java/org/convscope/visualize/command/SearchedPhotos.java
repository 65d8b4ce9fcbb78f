package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.image.DrawnAhead;
import org.convscope.visualize.image.DrawnPhotos;
import org.convscope.visualize.image.PhotoFolder;
import org.convscope.visualize.image.Photos;

/** The many photographs that a command looks through. */
final class SearchedPhotos {
  /** Images that are drawn for a search where none are given. */
  static final int DRAWN = DrawnAhead.COUNT;

  private SearchedPhotos() {}

  /**
   * Those of a folder or file, or drawn ones where none is given.
   *
   * @param count how many are drawn
   */
  static Photos of(Optional<Path> root, int count, Preprocessing p, CommonOptions common)
      throws IOException {
    if (root.isPresent()) {
      return PhotoFolder.of(root.get(), p);
    }
    common.remark("images: " + count + " drawn ones; --images takes a folder of photographs");
    return DrawnPhotos.tests(common.seed(), count, p);
  }

  /** Says how many could not be read, and why the first of them, if there are any. */
  static void remarkOnSkipped(List<String> skipped, Photos photos, CommonOptions common) {
    if (!skipped.isEmpty()) {
      common.remark(
          "%d of %d photographs could not be read, the first: %s"
              .formatted(skipped.size(), photos.names().size(), skipped.get(0)));
    }
  }
}
