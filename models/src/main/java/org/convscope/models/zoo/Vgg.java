package org.convscope.models.zoo;

import java.util.List;
import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.NetworkBuilder.Size;

/**
 * VGG without batch normalisation (Simonyan and Zisserman 2014), as in torchvision: VGG-11 has
 * 132,863,336 parameters, VGG-16 138,357,544.
 */
public final class Vgg {
  private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);

  private Vgg() {}

  public static Network vgg11(Variant v) {
    return of("vgg11", v, List.of(1, 1, 2, 2, 2));
  }

  public static Network vgg16(Variant v) {
    return of("vgg16", v, List.of(2, 2, 3, 3, 3));
  }

  /** {@code convolutions}: how many before each of the five pooling layers. */
  private static Network of(String name, Variant v, List<Integer> convolutions) {
    NetworkBuilder b = v.builder(name);
    int i = 0;
    for (int stage = 0; stage < convolutions.size(); stage++) {
      for (int c = 0; c < convolutions.get(stage); c++) {
        b.conv("features." + i++, v.channels(CHANNELS.get(stage)), Window.square(3, 1, 1));
        b.relu("features." + i++);
      }
      b.maxPool("features." + i++, Window.square(2, 2, 0));
    }
    b.adaptiveAveragePool("avgpool", new Size(7, 7)).flatten();
    b.linear("classifier.0", v.channels(4096)).relu("classifier.1").dropout("classifier.2", 0.5);
    b.linear("classifier.3", v.channels(4096)).relu("classifier.4").dropout("classifier.5", 0.5);
    return b.linear("classifier.6", v.classes()).build("logits");
  }
}
