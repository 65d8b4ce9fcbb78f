package org.convscope.visualize.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.convscope.importer.registry.KnownModel;
import org.convscope.importer.registry.ModelRegistry;
import org.convscope.importer.registry.ModelStore;
import org.convscope.models.Input;
import org.convscope.models.Network;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code visualize models}: the networks that are known by name, and what a network is. */
@Command(
    name = "models",
    description = "Lists, fetches, describes and exports networks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelsCommand.ListCommand.class,
      ModelsCommand.PullCommand.class,
      ModelsCommand.InfoCommand.class,
      ExportCommand.class
    },
    footer = {"", "Example:", "  visualize models pull squeezenet1.1"})
final class ModelsCommand {

  /** {@code visualize models list}. */
  @Command(
      name = "list",
      description = "Lists the networks that are known by name: embedded, or to be fetched.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  visualize models list"})
  static final class ListCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws IOException {
      ModelStore store = ModelStore.of(System.getenv());
      if (common.json()) {
        List<Map<String, Object>> rows = new ArrayList<>();
        LoadedModel.EMBEDDED.forEach(name -> rows.add(Map.of("name", name, "embedded", true)));
        ModelRegistry.models().forEach(m -> rows.add(row(store, m)));
        common.print(Json.text(rows));
        return ExitCode.OK;
      }
      for (String name : LoadedModel.EMBEDDED) {
        common.print("%-16s %10s  embedded".formatted(name, ""));
      }
      for (KnownModel m : ModelRegistry.models()) {
        common.print(
            "%-16s %7.1f MB  %s"
                .formatted(m.name(), m.bytes() / 1e6, store.has(m) ? "fetched" : ""));
      }
      return ExitCode.OK;
    }

    private static Map<String, Object> row(ModelStore store, KnownModel m) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", m.name());
      row.put("bytes", m.bytes());
      row.put("sha256", m.sha256());
      row.put("fetched", store.has(m));
      return row;
    }
  }

  /** {@code visualize models pull NAME}. */
  @Command(
      name = "pull",
      description = {
        "Fetches a network into the cache. The file counts only if its size and SHA-256 are right;",
        "an interrupted download goes on where it stopped."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  visualize models pull squeezenet1.1"})
  static final class PullCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "NAME", description = "A name of 'visualize models list'.")
    private String name;

    @Override
    public Integer call() throws IOException {
      ModelStore store = ModelStore.of(System.getenv());
      KnownModel model = known(name);
      try (Progress progress = Progress.bytes("Fetching " + name, model.bytes(), common.quiet())) {
        common.print(store.pull(model, progress::at).toString());
      }
      return ExitCode.OK;
    }

    private static KnownModel known(String name) {
      List<String> names = ModelRegistry.models().stream().map(KnownModel::name).toList();
      return ModelRegistry.models().stream()
          .filter(m -> m.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "model: no known network is called %s; known names are %s"
                          .formatted(name, String.join(", ", names))));
    }
  }

  /** {@code visualize models info MODEL}. */
  @Command(
      name = "info",
      description = "Describes a network: size, inputs, outputs, preprocessing, metadata.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  visualize models info squeezenet1_1.onnx"})
  static final class InfoCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file or a known name.")
    private String name;

    @Override
    public Integer call() throws IOException {
      LoadedModel model = LoadedModel.named(name, common.seed());
      Map<String, Object> facts = facts(model);
      if (common.json()) {
        common.print(Json.text(facts));
      } else {
        facts.forEach((key, value) -> common.print("%-14s %s".formatted(key, value)));
      }
      return ExitCode.OK;
    }

    private static Map<String, Object> facts(LoadedModel model) {
      Network network = model.network();
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("file", model.origin());
      facts.put("sha256", model.sha256());
      facts.put("nodes", network.nodes().size());
      facts.put(
          "parameters",
          network.parameters().values().stream()
              .filter(t -> t.type().isFloating())
              .mapToLong(t -> t.size())
              .sum());
      facts.put("inputs", network.inputs().stream().map(InfoCommand::text).toList());
      facts.put("outputs", network.outputs());
      facts.put(
          "preprocessing",
          Preprocessing.fromMetadata(network.metadata())
              .map(Preprocessing::toString)
              .orElse("unknown"));
      facts.put("metadata", network.metadata());
      return facts;
    }

    private static String text(Input input) {
      return input.name() + " " + input.type() + (input.ranked() ? input.dims() : "");
    }
  }
}
