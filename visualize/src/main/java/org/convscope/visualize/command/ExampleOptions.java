package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.convscope.engine.Shape;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveFields;
import org.convscope.visualize.ascend.Subject;
import org.convscope.visualize.deconv.Search;
import org.convscope.visualize.image.Photos;
import org.convscope.visualize.report.Examples;
import picocli.CommandLine.Option;

/** The patches of photographs that are drawn beside pictures of feature maps and classes. */
final class ExampleOptions {
  private static final int NINE = 9;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = {
        "Draws beside each image the patches of these photographs that excite its feature map or",
        "class most."
      })
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = {
        "How many patches (default with --images: 9); without --images, of images that the program",
        "draws."
      })
  private Optional<Integer> top = Optional.empty();

  /**
   * Where patches are looked for.
   *
   * @param preprocessing how photographs become the network's input
   * @param shapes of all values
   */
  record Setting(Network network, Preprocessing preprocessing, Map<String, Shape> shapes) {}

  /** True if there should be any. */
  private boolean areWanted() {
    return folder.isPresent() || top.isPresent();
  }

  /** The patches for all subjects; none if none are asked for. */
  Examples of(Setting s, List<Subject> subjects, CommonOptions common) throws IOException {
    if (!areWanted()) {
      return Examples.NONE;
    }
    int count = top.orElse(NINE);
    if (count < 1 || subjects.stream().anyMatch(subject -> subject.map().isEmpty())) {
      throw common.wrongUse(
          count < 1
              ? "--top: at least 1 patch is needed, got " + count
              : "--images, --top: show what raises a feature map or a class, got another target");
    }
    Photos photos = SearchedPhotos.of(folder, SearchedPhotos.DRAWN, s.preprocessing(), common);
    String value = subjects.get(0).map().get().value();
    Search.Found found;
    try (Progress progress =
        Progress.of("Searching", "photos", photos.names().size(), common.quiet())) {
      found =
          new Search(s.network(), common.lanes(), photos).run(value, count, i -> progress.step());
    }
    SearchedPhotos.remarkOnSkipped(found.skipped(), photos, common);
    ReceptiveFields fields = new ReceptiveFields(s.network(), s.shapes());
    Set<Integer> maps = new LinkedHashSet<>();
    subjects.forEach(subject -> subject.map().ifPresent(m -> maps.add(m.index())));
    return Examples.of(
        photos, common.lanes(), found.best(), maps, (y, x) -> fields.visible(value, y, x));
  }
}
