package org.convscope.importer.registry;

import java.util.List;
import java.util.Optional;
import org.convscope.models.Preprocessing;

/**
 * The public networks that are known by name: files of the ONNX model zoo, folder {@code
 * validated/vision/classification}.
 */
public final class ModelRegistry {
  private static final Preprocessing IMAGENET = Preprocessing.imageNet(224, 224);
  private static final Preprocessing CAFFE = Preprocessing.caffe(224, 224);

  private static final List<KnownModel> MODELS =
      List.of(
          new KnownModel(
              "squeezenet1.1",
              "squeezenet/model/squeezenet1.1-7.onnx",
              4956208,
              "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088",
              IMAGENET),
          new KnownModel(
              "squeezenet1.0",
              "squeezenet/model/squeezenet1.0-12.onnx",
              4952956,
              "dec81a8684617770b3cf13fadc1d92565d1d453d23935fc6388b792d99c992bd",
              CAFFE),
          new KnownModel(
              "alexnet",
              "alexnet/model/bvlcalexnet-12.onnx",
              243863787,
              "6b0da9510f27f234ee96a85dc3809dd210150fdefad87f6850f9788513216945",
              CAFFE),
          new KnownModel(
              "zfnet512",
              "zfnet-512/model/zfnet512-12.onnx",
              349005501,
              "c975ca6a24c0a2e1584c6f82667e0ac9c06084fc7769d267f71b4a154d1f1c72",
              CAFFE),
          new KnownModel(
              "resnet18",
              "resnet/model/resnet18-v1-7.onnx",
              46820737,
              "4e8f8653e7a2222b3904cc3fe8e304cd8b339ce1d05fd24688162f86fb6df52c",
              IMAGENET),
          new KnownModel(
              "resnet50",
              "resnet/model/resnet50-v1-12.onnx",
              102576593,
              "3f03fdef724b22947eed826f1eef1dc5c34151bb4c37d634f1db89dfa2dd1526",
              IMAGENET),
          new KnownModel(
              "resnet50-v2",
              "resnet/model/resnet50-v2-7.onnx",
              102442452,
              "79102261eb6e5fd7af5d27f41316293e388c5cb691e5d25bfb035c4f64fefe31",
              IMAGENET),
          new KnownModel(
              "vgg16",
              "vgg/model/vgg16-12.onnx",
              553437752,
              "722c42f53ca03a5480296bf8f9c85a151de3eed9ec982d7d2302ff6e2900c67b",
              IMAGENET),
          new KnownModel(
              "googlenet",
              "inception_and_googlenet/googlenet/model/googlenet-12.onnx",
              28021836,
              "c99c507058eaf41de8723408fdda7db8325cb57f0a89f2ee07a716d6e963e14e",
              CAFFE),
          new KnownModel(
              "densenet121",
              "densenet-121/model/densenet-12.onnx",
              32726877,
              "0294e7e88e5b3360de9b0fdc321baf9e6ef18b7f058c4536caae3b9f18ed9ed5",
              IMAGENET),
          new KnownModel(
              "mobilenetv2",
              "mobilenet/model/mobilenetv2-12.onnx",
              13964571,
              "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5",
              IMAGENET));

  private ModelRegistry() {}

  /** All known networks. */
  public static List<KnownModel> models() {
    return MODELS;
  }

  /** The network of a name, or of a file of that name. */
  public static Optional<KnownModel> find(String nameOrFile) {
    String stem = nameOrFile.replaceAll("\\.onnx$", "");
    return MODELS.stream()
        .filter(m -> m.name().equals(stem) || m.file().equals(stem + ".onnx"))
        .findFirst();
  }
}
