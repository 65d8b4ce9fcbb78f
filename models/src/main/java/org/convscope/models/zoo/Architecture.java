package org.convscope.models.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.convscope.models.NearMatches;
import org.convscope.models.Network;

/** The architectures by name. */
public enum Architecture {
  ALEXNET(AlexNet::of),
  ZFNET(ZfNet::of),
  SQUEEZENET1_0(SqueezeNet::v10),
  SQUEEZENET1_1(SqueezeNet::v11),
  VGG11(Vgg::vgg11),
  VGG16(Vgg::vgg16),
  RESNET18(ResNet::resnet18),
  RESNET34(ResNet::resnet34),
  RESNET50(ResNet::resnet50),
  RESNET101(ResNet::resnet101),
  ZFNET_MINI(ZfNetMini::of),
  RESNET_MINI(ResNet::mini);

  private final Function<Variant, Network> build;

  Architecture(Function<Variant, Network> build) {
    this.build = build;
  }

  /**
   * What the command line calls it: lower case, as in {@code squeezenet1_1} or {@code zfnet-mini}.
   */
  public String label() {
    String lower = name().toLowerCase(Locale.ROOT);
    return lower.endsWith("_mini") ? lower.replace('_', '-') : lower;
  }

  /** The network. */
  public Network build(Variant variant) {
    return build.apply(variant);
  }

  /**
   * The architecture called {@code label}.
   *
   * @throws IllegalArgumentException if there is none; lists near matches
   */
  public static Architecture of(String label) {
    List<String> labels = Arrays.stream(values()).map(Architecture::label).toList();
    for (Architecture a : values()) {
      if (a.label().equals(label)) {
        return a;
      }
    }
    throw new IllegalArgumentException(
        "architecture: there is no \"%s\"; %s".formatted(label, NearMatches.hint(label, labels)));
  }
}
