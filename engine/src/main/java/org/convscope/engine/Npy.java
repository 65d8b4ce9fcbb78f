package org.convscope.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tensors in NumPy's file format {@code .npy}, read and written by ND4J.
 *
 * <p>ND4J's native reader ends the JVM at headers that it does not like, and takes numbers in
 * Fortran order for C order. So everything is checked in Java first, and ND4J is handed a header of
 * our own. Either byte order, either axis order, and the types float16 (widened) to float64, all
 * integers and bool are read.
 */
public final class Npy {
  private Npy() {}

  /** What one Java array can hold, with room for a header. */
  private static final long LIMIT = Integer.MAX_VALUE - 1024;

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no NPY file of numbers, truncated or too long
   * @throws IOException if it cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    long size = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, size);
    }
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name what errors call it
   * @throws IllegalArgumentException if it is no NPY file of numbers, truncated or too long
   */
  public static Tensor read(String name, byte[] bytes) {
    try {
      return read(name, new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor read(String name, InputStream in, long size) throws IOException {
    byte[] start = in.readNBytes(NpyHeader.PREFIX);
    byte[] head = Arrays.copyOf(start, NpyHeader.length(name, start));
    int rest = head.length - start.length;
    int got = in.readNBytes(head, start.length, rest);
    if (got < rest) {
      throw new IllegalArgumentException(
          "%s: the header must be %d bytes long, got %d; the file is truncated"
              .formatted(name, head.length, start.length + got));
    }
    NpyHeader header = NpyHeader.of(name, head);
    requirePayload(name, header, size - head.length);
    byte[] numbers = in.readNBytes((int) header.payload());
    requirePayload(name, header, numbers.length);
    return tensor(header, numbers);
  }

  private static void requirePayload(String name, NpyHeader header, long bytes) {
    if (bytes != header.payload() || bytes > LIMIT) {
      throw new IllegalArgumentException(
          "%s: %s of %s needs %d bytes (at most %d are read), got %d"
              .formatted(name, header.shape(), header.type(), header.payload(), LIMIT, bytes));
    }
  }

  private static Tensor tensor(NpyHeader header, byte[] numbers) {
    int width = header.width();
    if (header.bigEndian()) {
      reverseEach(numbers, width);
    }
    if (header.type().equals("b1")) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (byte) (numbers[i] == 0 ? 0 : 1);
      }
    }
    Shape shape = header.shape();
    boolean reversed = header.fortran() && shape.rank() > 1;
    NpyHeader stored = reversed ? header.with(reversed(shape)) : header;
    byte[] canonical = stored.canonical(numbers.length).put(numbers).array();
    INDArray array = Nd4j.createNpyFromByteArray(canonical);
    return Tensor.of(reversed && !array.isEmpty() ? array.transpose() : array).reshape(shape);
  }

  private static Shape reversed(Shape shape) {
    int[] dims = shape.dims();
    return Shape.of(IntStream.range(0, dims.length).map(i -> dims[dims.length - 1 - i]).toArray());
  }

  private static void reverseEach(byte[] numbers, int width) {
    for (int from = 0; from < numbers.length; from += width) {
      for (int i = 0; i < width / 2; i++) {
        byte b = numbers[from + i];
        numbers[from + i] = numbers[from + width - 1 - i];
        numbers[from + width - 1 - i] = b;
      }
    }
  }

  /** The bytes of a file that holds {@code tensor}: version 1, little-endian, C order. */
  public static byte[] bytes(Tensor tensor) {
    return Nd4j.toNpyByteArray(tensor.toINDArray());
  }

  /**
   * Writes a file, in place of one that is there. It appears whole or not at all: the bytes go into
   * a new file beside it first.
   *
   * @throws IOException if it cannot be written; then nothing is left behind
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    byte[] bytes = bytes(tensor);
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
