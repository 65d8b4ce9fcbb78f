package org.convscope.importer;

import java.io.IOException;
import java.nio.file.Path;
import org.convscope.importer.format.ModelReader;
import org.convscope.importer.registry.PreprocessingInference;
import org.convscope.models.Network;

/** ONNX files as networks. */
public final class Onnx {
  /** The newest operator set that is understood. */
  public static final int NEWEST_OPSET = 28;

  private Onnx() {}

  /**
   * The network of an ONNX file, its preprocessing stated in its metadata.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException in one line, if the file is damaged, or listing every node
   *     whose operator is not supported
   */
  public static Network load(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      Network network =
          new GraphImport(ModelReader.model(file)).network(name.replaceAll("\\.onnx$", ""));
      return PreprocessingInference.stated(network, name);
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException(
          name + ": the model does not fit into memory; give Java more with -Xmx", e);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      throw message != null && message.startsWith(name + ":")
          ? e
          : new IllegalArgumentException(name + ": " + message, e);
    }
  }
}
