package org.convscope.visualize.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;

/**
 * The state of a training session after an epoch: a folder {@code epoch-0012} with {@code
 * network.onnx}, the optimiser's state as {@code optimizer.npz} and the curve so far as {@code
 * curve.csv}. It gets its name when it is complete, so that a kill leaves a whole checkpoint or
 * none.
 *
 * @param network the network after the epoch
 * @param optimizer the optimiser's state by name
 * @param curve one record per epoch done
 */
public record Checkpoint(Network network, Map<String, Tensor> optimizer, List<EpochRecord> curve) {
  private static final String PREFIX = "epoch-";
  private static final String NETWORK = "network.onnx";
  private static final String OPTIMIZER = "optimizer.npz";
  private static final String CURVE = "curve.csv";

  /** Epochs done. */
  public int epoch() {
    return curve.size();
  }

  /** Writes this checkpoint into a session's folder. */
  void write(Path session) throws IOException {
    Files.createDirectories(session);
    Path part = session.resolve("." + PREFIX + epoch() + ".part");
    delete(part);
    Files.createDirectories(part);
    Onnx.save(network, part.resolve(NETWORK));
    writeArrays(part.resolve(OPTIMIZER));
    List<String> lines = new ArrayList<>(List.of(EpochRecord.HEADER));
    curve.forEach(r -> lines.add(r.csv()));
    Files.write(part.resolve(CURVE), lines);
    Path whole = folder(session, epoch());
    delete(whole);
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeArrays(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(1);
      for (Map.Entry<String, Tensor> e : optimizer.entrySet()) {
        zip.putNextEntry(new ZipEntry(e.getKey() + ".npy"));
        zip.write(Npy.bytes(e.getValue()));
        zip.closeEntry();
      }
    }
  }

  /** The newest checkpoint of a session's folder. */
  static Optional<Checkpoint> newest(Path session) throws IOException {
    if (!Files.isDirectory(session)) {
      return Optional.empty();
    }
    Optional<Path> newest;
    try (Stream<Path> entries = Files.list(session)) {
      newest =
          entries
              .filter(p -> p.getFileName().toString().startsWith(PREFIX))
              .max(Comparator.comparing(p -> p.getFileName().toString()));
    }
    return newest.isPresent() ? Optional.of(read(newest.get())) : Optional.empty();
  }

  private static Checkpoint read(Path folder) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    Path file = folder.resolve(OPTIMIZER);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry e : java.util.Collections.list(zip.entries())) {
        try (var in = zip.getInputStream(e)) {
          String name = e.getName().replaceAll("\\.npy$", "");
          arrays.put(name, Npy.read(in.readAllBytes(), file + "/" + e.getName()));
        }
      }
    }
    List<EpochRecord> curve =
        Files.readAllLines(folder.resolve(CURVE)).stream().skip(1).map(EpochRecord::parse).toList();
    return new Checkpoint(Onnx.load(folder.resolve(NETWORK)), arrays, curve);
  }

  /** Where the network after an epoch is, if that checkpoint was kept. */
  public static Path network(Path session, int epoch) {
    return folder(session, epoch).resolve(NETWORK);
  }

  static Path folder(Path session, int epoch) {
    return session.resolve("%s%04d".formatted(PREFIX, epoch));
  }

  /** Removes the checkpoint of an epoch, if it is there. */
  static void remove(Path session, int epoch) throws IOException {
    delete(folder(session, epoch));
  }

  /** Removes all checkpoints of a session's folder. */
  static void removeAll(Path session) throws IOException {
    delete(session);
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(p);
        }
      }
    }
  }
}
