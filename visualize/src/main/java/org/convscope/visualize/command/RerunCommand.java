package org.convscope.visualize.command;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convscope.visualize.report.Json;
import org.convscope.visualize.rerun.Comparison;
import org.convscope.visualize.rerun.Recipe;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code visualize rerun FILE.png}: makes a picture again and compares. */
@Command(
    name = "rerun",
    description = {
      "Makes a picture of this program again from what it says about itself, in the folder where it",
      "was made, and compares the two pixel by pixel: exit code 1 if they differ. --threads may be",
      "any; --out is a folder for all results of the run."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  visualize rerun deconv-5/overview.png --out again"})
final class RerunCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "FILE.png", description = "A picture that this program made.")
  private Path picture;

  @Override
  public Integer call() throws IOException {
    Recipe recipe = Recipe.of(picture);
    requireSameNetwork(recipe);
    String version = Visualize.Version.number();
    if (!version.equals(recipe.version())) {
      common.remark(
          "version: the picture is of %s, this is %s".formatted(recipe.version(), version));
    }
    Path target = output.target("rerun");
    List<String> again = recipe.arguments(target, common.threads());
    common.remark("visualize " + String.join(" ", again));
    int code = run(common.force() ? plus(again, "--force") : again);
    return code == ExitCode.OK ? compared(recipe, target) : code;
  }

  private static List<String> plus(List<String> arguments, String more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toList();
  }

  /** Runs the command line; what it prints about its own result is not wanted. */
  private int run(List<String> arguments) {
    String[] args = arguments.toArray(String[]::new);
    CommandLine line = Visualize.commandLine(args);
    line.setOut(new PrintWriter(Writer.nullWriter()));
    line.setErr(command.commandLine().getErr());
    return Visualize.execute(line, args);
  }

  private void requireSameNetwork(Recipe recipe) throws IOException {
    if (recipe.sha256().isEmpty()) {
      return;
    }
    String name = recipe.model().replace(" (embedded)", "");
    String found = LoadedModel.named(name, 0).sha256();
    if (!found.equals(recipe.sha256())) {
      throw new IOException(
          "%s: the network must be the one of the picture (SHA-256 %s), got %s"
              .formatted(name, recipe.sha256(), found));
    }
  }

  private int compared(Recipe recipe, Path folder) throws IOException {
    Path made = sameTitle(recipe, folder);
    Comparison c = Comparison.of(read(picture), read(made));
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("picture", picture.toString());
      json.put("again", made.toString());
      json.put("same", c.isSame());
      json.put("pixels", c.pixels());
      json.put("different", c.different());
      json.put("largest", c.largest());
      common.print(Json.text(json));
    } else if (c.isSame()) {
      common.print("%s: the same in all %d pixels".formatted(made, c.pixels()));
    } else {
      common.print(
          "%s: differs in %d of %d pixels, by at most %d of 255 levels"
              .formatted(made, c.different(), c.pixels(), c.largest()));
    }
    return c.isSame() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Path sameTitle(Recipe recipe, Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".png")).sorted().toList()) {
        if (Recipe.of(file).title().equals(recipe.title())) {
          return file;
        }
      }
    }
    throw new IOException(
        "%s: the run must give the picture '%s' again; it did not"
            .formatted(folder, recipe.title()));
  }

  private static BufferedImage read(Path file) throws IOException {
    return ImageIO.read(file.toFile());
  }
}
