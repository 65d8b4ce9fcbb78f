package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.convscope.importer.Onnx;
import org.convscope.importer.registry.ModelStore;
import org.convscope.models.Network;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;

/**
 * A network and where it came from.
 *
 * @param network the network
 * @param origin its ONNX file, or the name of an embedded network or untrained architecture
 * @param sha256 the file's SHA-256 in hexadecimal; empty without a file
 */
record LoadedModel(Network network, String origin, String sha256) {
  /** Before the name of an architecture: with weights drawn from the seed. */
  static final String UNTRAINED = "untrained:";

  /** The network that commands work on by default: a ZFNet in miniature. */
  static final String DEFAULT = "zfnet-mini";

  /** The networks inside the program, trained on its own drawn images. */
  static final List<String> EMBEDDED = List.of(DEFAULT, "resnet-mini");

  private static final String RESOURCES = "/org/convscope/visualize/embedded/";

  private static LoadedModel embedded(String name) throws IOException {
    Path folder = Files.createTempDirectory("convscope");
    Path file = folder.resolve(name + ".onnx");
    try (var in = LoadedModel.class.getResourceAsStream(RESOURCES + name + ".onnx")) {
      Files.copy(in, file);
      return new LoadedModel(Onnx.load(file), name + " (embedded)", sha256(file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /**
   * The network that a user means.
   *
   * @param name an ONNX file, a known network, one of {@link #EMBEDDED}, or {@code untrained:} and
   *     an architecture
   * @param seed of an untrained network's weights
   */
  static LoadedModel named(String name, long seed) throws IOException {
    if (EMBEDDED.contains(name)) {
      return embedded(name);
    }
    if (name.startsWith(UNTRAINED)) {
      Architecture architecture = Architecture.of(name.substring(UNTRAINED.length()));
      return new LoadedModel(architecture.build(Variant.published(seed)), name, "");
    }
    Path file = ModelStore.of(System.getenv()).resolve(name);
    return new LoadedModel(Onnx.load(file), file.toString(), sha256(file));
  }

  private static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
