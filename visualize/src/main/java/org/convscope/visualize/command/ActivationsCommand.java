package org.convscope.visualize.command;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.visualize.image.Photo;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.FeatureMapSheet;
import org.convscope.visualize.render.Images;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code visualize activations}: all feature maps of a layer on one photograph. */
@Command(
    name = "activations",
    description = {
      "Draws all feature maps of a layer on one photograph as a grid.",
      "--out NAME.png writes the picture alone; any other --out is a folder with picture and raw",
      "values (activations.png, activations.npy)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  visualize activations panda.jpg --model squeezenet1_1.onnx --layer features.3 --out maps.png"
    })
final class ActivationsCommand implements Callable<Integer> {
  private static final double BRIGHTEST = 0.999;

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "IMAGE", description = "A photograph.")
  private Path image;

  @Option(
      names = "--layer",
      required = true,
      paramLabel = "LAYER",
      description = "A name or number of 'visualize layers'.")
  private String layerName;

  @Override
  public Integer call() throws IOException {
    String name = "activations-" + layerName + ".png";
    boolean alone = output.target(name).toString().endsWith(".png");
    try (Output out =
        alone ? output.file(name, common.force()) : output.folder(name, common.force())) {
      LoadedModel model = models.load(common.seed());
      Layer layer = models.layer(model.network(), layerName);
      Preprocessing p = preparation.of(model.network());
      Photo photo = Preparation.fit(PhotoReader.read(image), p);
      Tensor a = forward(model.network(), layer, Preparation.input(photo, p));
      byte[] png = png(model, layer, a, photo);
      if (alone) {
        out.write(png);
      } else {
        out.write("activations.png", png);
        out.write("activations.npy", Npy.bytes(a));
      }
      out.commit();
      tell(layer, a, out.target());
    }
    return ExitCode.OK;
  }

  private Tensor forward(Network network, Layer layer, Tensor x) {
    Request request = Request.taps(layer.value());
    Tensor a =
        network
            .run(common.kernels(), Map.of(network.input().name(), x), request)
            .value(layer.value());
    if (a.shape().rank() != 4) {
      throw common.wrongUse(
          "--layer: a layer with feature maps [N×C×H×W] is needed, got %s %s"
              .formatted(layer.path(), a.shape()));
    }
    return a;
  }

  private byte[] png(LoadedModel model, Layer layer, Tensor a, Photo photo) throws IOException {
    Shape shape = a.shape();
    int plane = shape.dim(2) * shape.dim(3);
    List<float[]> maps = new ArrayList<>();
    for (int c = 0; c < shape.dim(1); c++) {
      maps.add(Arrays.copyOfRange(a.floats(), c * plane, (c + 1) * plane));
    }
    String title = layer.path() + " on " + image.getFileName();
    BufferedImage page =
        FeatureMapSheet.page(
            title,
            maps,
            shape.dim(2),
            shape.dim(3),
            brightest(a.floats()),
            Images.photo(photo.planes(), photo.height(), photo.width()));
    return models.provenance(model, common.seed()).png(page, title);
  }

  /** The 99.9th percentile, so that a single unit does not leave all others dark. */
  private static float brightest(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return Math.max(0, sorted[(int) Math.round(BRIGHTEST * (sorted.length - 1))]);
  }

  private void tell(Layer layer, Tensor a, Path target) {
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("layer", layer.path());
      json.put("value", layer.value());
      json.put("shape", Arrays.stream(a.shape().dims()).boxed().toList());
      json.put("out", target.toString());
      common.print(Json.text(json));
    } else {
      common.print(target.toString());
    }
  }
}
