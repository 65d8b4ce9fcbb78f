package org.convscope.importer.registry;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.convscope.models.NearMatches;

/**
 * Where the files of known networks come from and where they are kept.
 *
 * @param folder the cache; one file per network
 * @param address below which the registry's paths are found
 * @param proxies chooses the proxy for downloads
 */
public record ModelStore(Path folder, URI address, ProxySelector proxies) {
  /** Environment variable with another address to fetch from: a mirror. */
  public static final String ADDRESS_VARIABLE = "CONVSCOPE_MODELS_URL";

  private static final String ZOO =
      "https://media.githubusercontent.com/media/onnx/models/main/validated/vision/classification/";

  /**
   * The store of this user: the cache is {@code $XDG_CACHE_HOME/convscope/models}, else {@code
   * ~/.cache/convscope/models}; the address is {@code $CONVSCOPE_MODELS_URL}, else the model zoo's;
   * proxies are those of the environment.
   *
   * @param environment the process's environment variables
   */
  public static ModelStore of(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    String address = environment.getOrDefault(ADDRESS_VARIABLE, ZOO);
    return new ModelStore(
        base.resolve("convscope").resolve("models"),
        URI.create(address.endsWith("/") ? address : address + "/"),
        new ProxyFromEnvironment(environment, ProxySelector.getDefault()));
  }

  /** Where a network's file is, or would be. */
  public Path file(KnownModel model) {
    return folder.resolve(model.file());
  }

  /** True if the network's file is there. Files get there complete and checked. */
  public boolean has(KnownModel model) {
    return Files.isRegularFile(file(model));
  }

  /**
   * Fetches a network's file unless it is there.
   *
   * @param progress told the number of bytes that are there
   * @return the file
   * @throws IOException in one line, if it cannot be fetched completely and unchanged
   */
  public Path pull(KnownModel model, LongConsumer progress) throws IOException {
    Path to = file(model);
    if (!has(model)) {
      new Download(address.resolve(model.path()), to, model.bytes(), model.sha256())
          .run(proxies, progress);
    }
    return to;
  }

  /**
   * The file that a user means by a network's name or a path.
   *
   * @throws IllegalArgumentException if it is neither, naming near matches; or a known name whose
   *     file has not been fetched
   */
  public Path resolve(String nameOrPath) {
    Optional<KnownModel> known =
        ModelRegistry.models().stream().filter(m -> m.name().equals(nameOrPath)).findFirst();
    if (known.isPresent()) {
      if (!has(known.get())) {
        throw new IllegalArgumentException(
            "model %s: is known but not here yet; get it with: visualize models pull %s"
                .formatted(nameOrPath, nameOrPath));
      }
      return file(known.get());
    }
    try {
      Path path = Path.of(nameOrPath);
      if (Files.exists(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // neither a path then, told below
    }
    List<String> names = ModelRegistry.models().stream().map(KnownModel::name).toList();
    throw new IllegalArgumentException(
        "model: a file or a known name is needed, got %s; %s"
            .formatted(nameOrPath, NearMatches.hint(nameOrPath, names)));
  }
}
