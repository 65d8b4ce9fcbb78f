package org.convscope.models.zoo;

import java.util.List;
import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.NetworkBuilder;

/**
 * Residual networks (He et al. 2015), as in torchvision, which strides in a bottleneck's 3×3
 * convolution: 11,689,512 (ResNet-18), 21,797,672 (34), 25,557,032 (50) and 44,549,160 (101)
 * parameters.
 */
public final class ResNet {
  private ResNet() {}

  public static Network resnet18(Variant v) {
    return of("resnet18", v, List.of(2, 2, 2, 2), ResNet::basic, 1);
  }

  public static Network resnet34(Variant v) {
    return of("resnet34", v, List.of(3, 4, 6, 3), ResNet::basic, 1);
  }

  public static Network resnet50(Variant v) {
    return of("resnet50", v, List.of(3, 4, 6, 3), ResNet::bottleneck, 4);
  }

  public static Network resnet101(Variant v) {
    return of("resnet101", v, List.of(3, 4, 23, 3), ResNet::bottleneck, 4);
  }

  /** A small one of three stages of two basic blocks with 32, 64 and 128 channels. */
  public static Network mini(Variant v) {
    return of("resnet-mini", v.withWidth(v.width() / 2), List.of(2, 2, 2), ResNet::basic, 1);
  }

  /** Adds a block's residual branch, up to its last normalisation. */
  private interface Branch {
    void add(NetworkBuilder b, String path, int channels, int stride);
  }

  private static Network of(
      String name, Variant v, List<Integer> blocks, Branch branch, int expansion) {
    NetworkBuilder b = v.builder(name);
    b.convWithoutBias("conv1", v.channels(64), Window.square(7, 2, 3)).batchNorm("bn1");
    b.relu("relu").maxPool("maxpool", Window.square(3, 2, 1));
    for (int stage = 0; stage < blocks.size(); stage++) {
      int channels = v.channels(64 << stage);
      for (int i = 0; i < blocks.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        String path = "layer" + (stage + 1) + "." + i;
        String entry = b.value();
        int width = b.shape().dim(1);
        branch.add(b, path, channels, stride);
        String residual = b.value();
        String shortcut = entry;
        if (stride != 1 || width != channels * expansion) {
          b.from(entry);
          b.convWithoutBias(
              path + ".downsample.0", channels * expansion, Window.square(1, stride, 0));
          shortcut = b.batchNorm(path + ".downsample.1").value();
        }
        b.from(residual).add(path, shortcut).relu(path + ".relu");
      }
    }
    return b.globalAveragePool("avgpool").flatten().linear("fc", v.classes()).build("logits");
  }

  private static void basic(NetworkBuilder b, String path, int channels, int stride) {
    b.convWithoutBias(path + ".conv1", channels, Window.square(3, stride, 1));
    b.batchNorm(path + ".bn1").relu(path + ".relu");
    b.convWithoutBias(path + ".conv2", channels, Window.square(3, 1, 1)).batchNorm(path + ".bn2");
  }

  private static void bottleneck(NetworkBuilder b, String path, int channels, int stride) {
    b.convWithoutBias(path + ".conv1", channels, Window.square(1, 1, 0));
    b.batchNorm(path + ".bn1").relu(path + ".relu");
    b.convWithoutBias(path + ".conv2", channels, Window.square(3, stride, 1));
    b.batchNorm(path + ".bn2").relu(path + ".relu");
    b.convWithoutBias(path + ".conv3", 4 * channels, Window.square(1, 1, 0));
    b.batchNorm(path + ".bn3");
  }
}
