package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.convscope.models.Layer;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.models.synthetic.SyntheticClass;
import org.convscope.visualize.correspond.Correspondence;
import org.convscope.visualize.correspond.CorrespondenceOptions;
import org.convscope.visualize.correspond.CorrespondenceOptions.Features;
import org.convscope.visualize.correspond.CorrespondenceRow;
import org.convscope.visualize.correspond.Group;
import org.convscope.visualize.correspond.MarkedInput;
import org.convscope.visualize.image.DrawnPhotos;
import org.convscope.visualize.image.Photo;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.occlude.Fill;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.parts.MarkedImage;
import org.convscope.visualize.parts.Part;
import org.convscope.visualize.parts.PartsFile;
import org.convscope.visualize.report.CorrespondenceReport;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code visualize correspond}: whether a network relates the parts of different images. */
@Command(
    name = "correspond",
    description = {
      "Covers the same part in several images and compares how the features change: the Hamming",
      "distance of the changes' signs between images, against random parts (Zeiler and Fergus"
          + " 2013,",
      "Table 1). Lower means that the network relates the part across images."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize correspond",
      "  visualize correspond --parts dogs/parts.json --model squeezenet1_1.onnx \\",
      "      --preprocessing imagenet --layers features.7,features.12"
    })
final class CorrespondCommand implements Callable<Integer> {
  private static final int LAYERS = 5;

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private LayersOption layers;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Option(
      names = "--parts",
      paramLabel = "FILE",
      description = {
        "Images with part boxes, as 'visualize synthesize' writes them to parts.json; images of"
            + " one",
        "class are compared with each other (default: drawn faces and houses)."
      })
  private Optional<Path> parts = Optional.empty();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "Images per class, at most (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--features",
      paramLabel = "maps|places",
      defaultValue = "MAPS",
      description = {
        "What is compared: the mean of each feature map, for parts that lie anywhere, or every",
        "activation at its place as in the paper, for images of one pose (default: maps)."
      })
  private Features features;

  @Option(
      names = "--fill",
      paramLabel = "FILL",
      defaultValue = "mean",
      description = {
        "What covers a part: mean (0 after normalisation), grey (127.5), black, blur (of the"
            + " image),",
        "noise or #rrggbb (default: ${DEFAULT-VALUE})."
      })
  private String fill;

  @Override
  public Integer call() throws IOException {
    Fill filled = common.checked(() -> Fill.parse(fill));
    if (count < 2) {
      throw common.wrongUse("--count: at least 2 images are needed, got " + count);
    }
    try (Output out = output.folder("correspond", common.force())) {
      LoadedModel model = models.load(common.seed());
      Network network = model.network();
      Preprocessing p = preparation.of(network);
      List<Layer> chosen = layers.of(network, models, LAYERS);
      CorrespondenceOptions options =
          new CorrespondenceOptions(
              chosen.stream().map(Layer::value).toList(),
              features,
              filled,
              Optional.of(p),
              common.seed());
      List<Group> groups = parts.isPresent() ? read(parts.get(), p) : drawn(p);
      List<CorrespondenceRow> rows = run(network, groups, options);
      CorrespondenceReport report =
          new CorrespondenceReport(
              models.provenance(model, common.seed()),
              chosen.stream().map(Layer::path).toList(),
              features.toString().toLowerCase(Locale.ROOT),
              groups);
      Map<String, Object> json = report.write(rows, out);
      out.commit();
      if (common.json()) {
        common.print(Json.text(json));
      } else {
        report.table(rows).forEach(common::print);
        common.print(out.target().resolve("correspond.png").toString());
      }
    }
    return ExitCode.OK;
  }

  private List<CorrespondenceRow> run(
      Network network, List<Group> groups, CorrespondenceOptions options) {
    int images = groups.stream().mapToInt(g -> g.images().size()).sum();
    List<CorrespondenceRow> rows = new ArrayList<>();
    try (Progress progress = Progress.of("Covering", "images", images, common.quiet())) {
      for (Group group : groups) {
        rows.addAll(
            Correspondence.of(network, common.lanes(), group, options, i -> progress.step()));
      }
    }
    return rows;
  }

  private List<Group> drawn(Preprocessing p) {
    common.remark("images: drawn faces and houses; --parts takes others");
    List<Group> groups = new ArrayList<>();
    for (SyntheticClass kind : List.of(SyntheticClass.FACE, SyntheticClass.HOUSE)) {
      DrawnPhotos photos = DrawnPhotos.tests(common.seed(), count, kind, p);
      List<MarkedInput> images = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        images.add(new MarkedInput(photos.names().get(i), photos.input(i), photos.parts(i)));
      }
      groups.add(new Group(kind.label(), images));
    }
    return groups;
  }

  private List<Group> read(Path file, Preprocessing p) throws IOException {
    Map<String, List<MarkedInput>> byClass = new LinkedHashMap<>();
    for (MarkedImage image : PartsFile.read(file).images()) {
      List<MarkedInput> images = byClass.computeIfAbsent(image.label(), k -> new ArrayList<>());
      if (image.parts().isEmpty() || images.size() >= count) {
        continue;
      }
      Photo photo = PhotoReader.read(file.resolveSibling(image.file()));
      Map<String, Region> placed = new LinkedHashMap<>();
      for (Part part : image.parts()) {
        Preparation.place(part.box(), photo.width(), photo.height(), p)
            .ifPresent(region -> placed.put(part.name(), region));
      }
      images.add(
          new MarkedInput(image.file(), Preparation.input(Preparation.fit(photo, p), p), placed));
    }
    List<Group> groups = new ArrayList<>();
    byClass.forEach(
        (label, images) -> {
          boolean common = images.size() > 1 && !new Group(label, images).parts().isEmpty();
          if (common) {
            groups.add(new Group(label, images));
          }
        });
    if (groups.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": at least two images of one class with a part in common are needed, got none");
    }
    return groups;
  }
}
