package org.convscope.models.zoo;

import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;

/**
 * SqueezeNet (Iandola et al. 2016), as in torchvision: 1.0 has 1,248,424 parameters, 1.1 has
 * 1,235,496 and needs 2.4 times less computation.
 */
public final class SqueezeNet {
  private static final Window POOL = Window.square(3, 2, 0).withCeil(true);

  private SqueezeNet() {}

  public static Network v10(Variant v) {
    NetworkBuilder b = v.builder("squeezenet1_0");
    b.conv("features.0", v.channels(96), Window.square(7, 2, 0)).relu("features.1");
    b.maxPool("features.2", POOL);
    fire(b, v, "features.3", 16);
    fire(b, v, "features.4", 16);
    fire(b, v, "features.5", 32);
    b.maxPool("features.6", POOL);
    fire(b, v, "features.7", 32);
    fire(b, v, "features.8", 48);
    fire(b, v, "features.9", 48);
    fire(b, v, "features.10", 64);
    b.maxPool("features.11", POOL);
    fire(b, v, "features.12", 64);
    return classifier(b, v);
  }

  public static Network v11(Variant v) {
    NetworkBuilder b = v.builder("squeezenet1_1");
    b.conv("features.0", v.channels(64), Window.square(3, 2, 0)).relu("features.1");
    b.maxPool("features.2", POOL);
    fire(b, v, "features.3", 16);
    fire(b, v, "features.4", 16);
    b.maxPool("features.5", POOL);
    fire(b, v, "features.6", 32);
    fire(b, v, "features.7", 32);
    b.maxPool("features.8", POOL);
    fire(b, v, "features.9", 48);
    fire(b, v, "features.10", 48);
    fire(b, v, "features.11", 64);
    fire(b, v, "features.12", 64);
    return classifier(b, v);
  }

  /** A squeeze of {@code squeezed} channels, then 1×1 and 3×3 filters, four times as many each. */
  private static void fire(NetworkBuilder b, Variant v, String path, int squeezed) {
    int expanded = v.channels(4 * squeezed);
    b.conv(path + ".squeeze", v.channels(squeezed), Window.square(1, 1, 0));
    String narrow = b.relu(path + ".squeeze_activation").value();
    b.conv(path + ".expand1x1", expanded, Window.square(1, 1, 0));
    String one = b.relu(path + ".expand1x1_activation").value();
    b.from(narrow).conv(path + ".expand3x3", expanded, Window.square(3, 1, 1));
    String three = b.relu(path + ".expand3x3_activation").value();
    b.concat(path, one, three);
  }

  private static Network classifier(NetworkBuilder b, Variant v) {
    b.dropout("classifier.0", 0.5);
    b.conv("classifier.1", v.classes(), Window.square(1, 1, 0)).relu("classifier.2");
    return b.globalAveragePool("classifier.3").flatten().build("logits");
  }
}
