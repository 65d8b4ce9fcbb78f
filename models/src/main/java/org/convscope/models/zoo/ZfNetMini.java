package org.convscope.models.zoo;

import java.util.ArrayList;
import java.util.List;
import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;

/**
 * Zeiler and Fergus' network in miniature, for inputs around 96×96: five convolutional stages with
 * the paper's kernels, pooling after the first, second and fifth, and two small dense layers. Batch
 * normalisation takes the place of contrast normalisation, which trains it in minutes.
 *
 * <p>An {@link Ablation} leaves out or resizes layers, as in the paper's Table 3.
 */
public final class ZfNetMini {
  private ZfNetMini() {}

  /** The whole network. */
  public static Network of(Variant v) {
    return of(v, Ablation.NONE);
  }

  /** The network with some layers left out or resized. */
  public static Network of(Variant v, Ablation ablation) {
    NetworkBuilder b = v.builder("zfnet-mini");
    List<String> left = new ArrayList<>(ablation.layers());
    stage(b, v, ablation, 1, 32, Window.square(7, 2, 3));
    b.maxPool("pool1", Window.square(3, 2, 1));
    stage(b, v, ablation, 2, 64, Window.square(5, 1, 2));
    b.maxPool("pool2", Window.square(3, 2, 1));
    stage(b, v, ablation, 3, 96, Window.square(3, 1, 1));
    stage(b, v, ablation, 4, 96, Window.square(3, 1, 1));
    stage(b, v, ablation, 5, 64, Window.square(3, 1, 1));
    b.maxPool("pool5", Window.square(3, 2, 1)).flatten();
    double fc6 = ablation.factor("fc6");
    if (fc6 > 0) {
      b.linear("fc6", v.channels((int) Math.round(128 * fc6))).relu("relu6").dropout("drop6", 0.3);
    }
    left.removeAll(List.of("conv1", "conv2", "conv3", "conv4", "conv5", "fc6"));
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "ablation: the layers are conv1 to conv5 and fc6, got " + left);
    }
    return b.linear("fc7", v.classes()).build("logits");
  }

  private static void stage(
      NetworkBuilder b, Variant v, Ablation ablation, int n, int filters, Window window) {
    double factor = ablation.factor("conv" + n);
    if (factor == 0) {
      return;
    }
    b.convWithoutBias("conv" + n, v.channels((int) Math.round(filters * factor)), window);
    b.batchNorm("bn" + n).relu("relu" + n);
  }
}
