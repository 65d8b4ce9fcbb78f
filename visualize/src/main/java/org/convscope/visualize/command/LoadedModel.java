package org.convscope.visualize.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;

/**
 * A network and the file that it came from.
 *
 * @param network the network
 * @param file its ONNX file
 * @param sha256 the file's SHA-256 in hexadecimal
 */
record LoadedModel(Network network, Path file, String sha256) {
  static LoadedModel of(Path file) throws IOException {
    Network network = Onnx.load(file);
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return new LoadedModel(network, file, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
