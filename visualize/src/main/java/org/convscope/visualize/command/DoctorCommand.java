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
import org.convscope.engine.DType;
import org.convscope.engine.Kernels;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.models.Request;
import org.convscope.models.Shapes;
import org.convscope.visualize.classes.ClassScores;
import org.convscope.visualize.doctor.Candidate;
import org.convscope.visualize.doctor.ClassifierEnd;
import org.convscope.visualize.doctor.Confidence;
import org.convscope.visualize.doctor.DeadUnits;
import org.convscope.visualize.doctor.FieldSizes;
import org.convscope.visualize.doctor.Finding;
import org.convscope.visualize.doctor.Finding.Verdict;
import org.convscope.visualize.doctor.InputStatistics;
import org.convscope.visualize.doctor.ResultSpectrum;
import org.convscope.visualize.image.Photo;
import org.convscope.visualize.image.PhotoReader;
import org.convscope.visualize.image.Photos;
import org.convscope.visualize.image.Preparation;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code visualize doctor}: what is wrong with a network, its input, or a result. */
@Command(
    name = "doctor",
    description = {
      "Looks for what spoils pictures: dead units, a softmax at the end, wrong mean, deviation or",
      "channel order (by confidence statistics), receptive fields larger than the image, and",
      "results that are noise; says what to do about each."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  visualize doctor --model network.onnx --images photos",
      "  visualize doctor ascend.npy"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int DRAWN = 96;

  @Mixin private ModelOptions models;
  @Mixin private PreparationOptions preparation;
  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..*",
      paramLabel = "RESULT",
      description = "Results to look at in place of a network: raw values (NPY) or pictures.")
  private List<Path> results = List.of();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = {
        "Photographs to try the network on, of many classes (default: "
            + DRAWN
            + " images that the",
        "program draws)."
      })
  private Optional<Path> folder = Optional.empty();

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = new ArrayList<>();
    if (results.isEmpty()) {
      ofNetwork(models.load(common.seed()).network(), findings);
    }
    for (Path result : results) {
      findings.add(ofResult(result));
    }
    if (common.json()) {
      common.print(Json.text(findings.stream().map(DoctorCommand::entries).toList()));
    } else {
      findings.forEach(this::tell);
    }
    return ExitCode.OK;
  }

  private void ofNetwork(Network network, List<Finding> findings) throws IOException {
    Preprocessing p = preparation.of(network);
    Shape input = Shape.of(1, p.mean().size(), p.height(), p.width());
    Kernels kernels = common.kernels();
    findings.add(ClassifierEnd.check(network));
    findings.add(FieldSizes.check(network, Shapes.of(kernels, network, input)));
    Photos photos = SearchedPhotos.of(folder, DRAWN, p, common);
    DeadUnits dead = new DeadUnits(network);
    List<Candidate> candidates = Candidate.of(p);
    List<Confidence> measured = candidates.stream().map(c -> new Confidence()).toList();
    try (Progress progress =
        Progress.of("Looking", "images", photos.names().size(), common.quiet())) {
      for (int i = 0; i < photos.names().size(); i++) {
        Photo photo = photos.fitted(i);
        dead.look(kernels, Preparation.input(photo, p));
        for (int c = 0; c < candidates.size(); c++) {
          measured.get(c).add(logits(kernels, network, photo, candidates.get(c)));
        }
        progress.step();
      }
    }
    findings.addAll(dead.findings());
    findings.add(InputStatistics.check(candidates, measured, photos.names().size()));
  }

  private static Tensor logits(Kernels kernels, Network network, Photo photo, Candidate way) {
    String value = ClassScores.of(network).value();
    Tensor x = Preparation.input(photo, way.preprocessing());
    Map<String, Tensor> given = Map.of(network.input().name(), x);
    return network.run(kernels, given, Request.taps(value)).value(value);
  }

  private static Finding ofResult(Path file) throws IOException {
    if (!file.toString().endsWith(".npy")) {
      Photo photo = PhotoReader.read(file);
      return named(file, ResultSpectrum.check(photo.planes(), photo.height(), photo.width()));
    }
    Tensor t = Npy.read(file).cast(DType.FLOAT);
    int rank = t.shape().rank();
    if (rank < 2) {
      throw new IllegalArgumentException(
          file + ": planes of numbers [… H×W] are needed, got " + t.shape());
    }
    return named(
        file, ResultSpectrum.check(t.floats(), t.shape().dim(rank - 2), t.shape().dim(rank - 1)));
  }

  private static Finding named(Path file, Finding f) {
    return new Finding(f.check() + " of " + file.getFileName(), f.verdict(), f.text(), f.remedy());
  }

  private void tell(Finding f) {
    String mark =
        f.verdict() == Verdict.FINE
            ? "fine   "
            : f.verdict() == Verdict.NOTE ? "note   " : "WARNING";
    common.print("%s  %s: %s".formatted(mark, f.check(), f.text()));
    if (!f.remedy().isEmpty()) {
      common.print("         → " + f.remedy());
    }
  }

  private static Map<String, Object> entries(Finding f) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", f.check());
    json.put("verdict", f.verdict().toString().toLowerCase(Locale.ROOT));
    json.put("text", f.text());
    json.put("remedy", f.remedy());
    return json;
  }
}
