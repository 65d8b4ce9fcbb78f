package org.convscope.models.zoo;

import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;
import org.convscope.models.NetworkBuilder.Size;

/**
 * AlexNet in its one-column form (Krizhevsky 2014, "One weird trick"), as in torchvision:
 * 61,100,840 parameters.
 */
public final class AlexNet {
  private AlexNet() {}

  public static Network of(Variant v) {
    NetworkBuilder b = v.builder("alexnet");
    Window pool = Window.square(3, 2, 0);
    b.conv("features.0", v.channels(64), Window.square(11, 4, 2)).relu("features.1");
    b.maxPool("features.2", pool);
    b.conv("features.3", v.channels(192), Window.square(5, 1, 2)).relu("features.4");
    b.maxPool("features.5", pool);
    b.conv("features.6", v.channels(384), Window.square(3, 1, 1)).relu("features.7");
    b.conv("features.8", v.channels(256), Window.square(3, 1, 1)).relu("features.9");
    b.conv("features.10", v.channels(256), Window.square(3, 1, 1)).relu("features.11");
    b.maxPool("features.12", pool);
    b.adaptiveAveragePool("avgpool", new Size(6, 6)).flatten();
    b.dropout("classifier.0", 0.5);
    b.linear("classifier.1", v.channels(4096)).relu("classifier.2");
    b.dropout("classifier.3", 0.5);
    b.linear("classifier.4", v.channels(4096)).relu("classifier.5");
    return b.linear("classifier.6", v.classes()).build("logits");
  }
}
