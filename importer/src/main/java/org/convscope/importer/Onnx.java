package org.convscope.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.convscope.importer.format.ModelReader;
import org.convscope.importer.format.ModelWriter;
import org.convscope.importer.format.OnnxModel;
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
      // Attributes' texts come from the file: no line breaks, no control sequences.
      String message = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
      throw new IllegalArgumentException(
          message.startsWith(name + ":") ? message : name + ": " + message, e);
    }
  }

  /** How the numbers of weights are stored. */
  public enum Weights {
    /** As they are. */
    FULL,
    /**
     * Weights of two or more dimensions rounded to half precision: half the file. Readers get them
     * as floats again, through a Cast. Biases and statistics stay as they are.
     */
    HALF
  }

  /** Writes a network as an ONNX file with weights as they are. */
  public static void save(Network network, Path file) throws IOException {
    save(network, file, Weights.FULL);
  }

  /**
   * Writes a network as an ONNX file of operator set {@value
   * org.convscope.importer.operators.Exports#OPSET}. The file appears complete or not at all.
   *
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException listing every node that ONNX cannot say
   */
  public static void save(Network network, Path file, Weights weights) throws IOException {
    GraphExport export = new GraphExport(network, weights);
    OnnxModel model = export.model();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      ModelWriter.write(model, export.halves(), part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
