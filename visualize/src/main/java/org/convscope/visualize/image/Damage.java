package org.convscope.visualize.image;

import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Listens for the decoder's warning that the file ended early, which it does not fail on. */
final class Damage implements IIOReadWarningListener {
  private String found;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String w = warning.toLowerCase(Locale.ROOT);
    if (w.contains("premature") || w.contains("truncated") || w.contains("end of file")) {
      found = warning;
    }
  }

  Optional<String> found() {
    return Optional.ofNullable(found);
  }
}
