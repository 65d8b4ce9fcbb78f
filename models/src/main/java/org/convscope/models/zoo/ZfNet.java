package org.convscope.models.zoo;

import org.convscope.engine.Lrn;
import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;

/**
 * Zeiler and Fergus' network (2013, Fig. 3): conv1 7×7 stride 2, conv2 5×5 stride 2, conv3 to conv5
 * 3×3, pooling and contrast normalisation after the first two, three fully connected layers. The
 * padding is what gives the paper's sizes of 110, 55, 26, 13 and 6 for an input of 224.
 */
public final class ZfNet {
  private static final Lrn CONTRAST = new Lrn(5, 5e-4, 0.75, 2);

  private ZfNet() {}

  public static Network of(Variant v) {
    NetworkBuilder b = v.builder("zfnet");
    Window even = Window.square(3, 2, 0).withCeil(true);
    b.conv("conv1", v.channels(96), Window.square(7, 2, 1)).relu("relu1");
    b.maxPool("pool1", even).lrn("norm1", CONTRAST);
    b.conv("conv2", v.channels(256), Window.square(5, 2, 0)).relu("relu2");
    b.maxPool("pool2", even).lrn("norm2", CONTRAST);
    b.conv("conv3", v.channels(384), Window.square(3, 1, 1)).relu("relu3");
    b.conv("conv4", v.channels(384), Window.square(3, 1, 1)).relu("relu4");
    b.conv("conv5", v.channels(256), Window.square(3, 1, 1)).relu("relu5");
    b.maxPool("pool5", Window.square(3, 2, 0)).flatten();
    b.linear("fc6", v.channels(4096)).relu("relu6").dropout("drop6", 0.5);
    b.linear("fc7", v.channels(4096)).relu("relu7").dropout("drop7", 0.5);
    return b.linear("fc8", v.classes()).build("logits");
  }
}
