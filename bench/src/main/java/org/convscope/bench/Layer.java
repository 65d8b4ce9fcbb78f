package org.convscope.bench;

import org.convscope.engine.Shape;
import org.convscope.engine.Window;

/** Convolution layers of SqueezeNet 1.1, AlexNet and ResNet50 at 224×224 input. */
public enum Layer {
  SQUEEZENET_CONV1(3, 224, 64, 3, 2, 0),
  SQUEEZENET_FIRE3_SQUEEZE(128, 55, 16, 1, 1, 0),
  SQUEEZENET_FIRE3_EXPAND1(16, 55, 64, 1, 1, 0),
  SQUEEZENET_FIRE3_EXPAND3(16, 55, 64, 3, 1, 1),
  SQUEEZENET_FIRE5_EXPAND3(32, 27, 128, 3, 1, 1),
  SQUEEZENET_FIRE7_SQUEEZE(384, 13, 48, 1, 1, 0),
  SQUEEZENET_FIRE9_EXPAND1(64, 13, 256, 1, 1, 0),
  SQUEEZENET_FIRE9_EXPAND3(64, 13, 256, 3, 1, 1),
  SQUEEZENET_CLASSIFIER(512, 13, 1000, 1, 1, 0),
  ALEXNET_CONV1(3, 224, 64, 11, 4, 2),
  ALEXNET_CONV2(64, 27, 192, 5, 1, 2),
  ALEXNET_CONV3(192, 13, 384, 3, 1, 1),
  ALEXNET_CONV4(384, 13, 256, 3, 1, 1),
  ALEXNET_CONV5(256, 13, 256, 3, 1, 1),
  RESNET50_CONV1(3, 224, 64, 7, 2, 3),
  RESNET50_LAYER1_1X1_REDUCE(256, 56, 64, 1, 1, 0),
  RESNET50_LAYER1_3X3(64, 56, 64, 3, 1, 1),
  RESNET50_LAYER1_1X1_EXPAND(64, 56, 256, 1, 1, 0),
  RESNET50_LAYER2_3X3_STRIDED(128, 56, 128, 3, 2, 1),
  RESNET50_LAYER2_3X3(128, 28, 128, 3, 1, 1),
  RESNET50_LAYER2_DOWNSAMPLE(256, 56, 512, 1, 2, 0),
  RESNET50_LAYER3_1X1_REDUCE(1024, 14, 256, 1, 1, 0),
  RESNET50_LAYER3_3X3(256, 14, 256, 3, 1, 1),
  RESNET50_LAYER3_1X1_EXPAND(256, 14, 1024, 1, 1, 0),
  RESNET50_LAYER4_3X3(512, 7, 512, 3, 1, 1),
  RESNET50_LAYER4_1X1_EXPAND(512, 7, 2048, 1, 1, 0);

  private final int channels;
  private final int size;
  private final int filters;
  private final int kernel;
  private final Window window;

  Layer(int channels, int size, int filters, int kernel, int stride, int padding) {
    this.channels = channels;
    this.size = size;
    this.filters = filters;
    this.kernel = kernel;
    this.window = Window.square(kernel, stride, padding);
  }

  /** Input of one image, [1×C×H×W]. */
  Shape input() {
    return Shape.of(1, channels, size, size);
  }

  /** Weight, OIHW. */
  Shape weight() {
    return Shape.of(filters, channels, kernel, kernel);
  }

  Window window() {
    return window;
  }

  /** Output of one image. */
  Shape output() {
    return window.convolved(input(), weight());
  }

  /** Floating-point operations of one image: the same forward and for either gradient. */
  double operations() {
    return 2.0 * output().size() * channels * kernel * kernel;
  }
}
