package org.convscope.visualize.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyTest {
  @TempDir Path dir;

  static Stream<Tensor> tensors() {
    return Stream.of(
        Tensor.of(Shape.of(2, 3), new float[] {1, -2, 3.5f, 0, Float.MIN_VALUE, 1e30f}),
        Tensor.of(Shape.of(3), new double[] {1, Math.PI, -1e300}),
        Tensor.of(Shape.of(), new float[] {7}),
        Tensor.of(Shape.of(0, 4), new float[0]),
        Tensor.longs(5, -6, Long.MAX_VALUE),
        Tensor.of(DType.BOOL, Shape.of(1, 2), new long[] {1, 0}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tensors")
  void whatIsWrittenIsReadAgain(Tensor tensor) {
    Tensor again = Npy.decode(Npy.encode(tensor));
    assertThat(again.type()).isEqualTo(tensor.type());
    assertThat(again.shape()).isEqualTo(tensor.shape());
    assertThat(again.plain()).isEqualTo(tensor.plain());
  }

  @Test
  void nd4jReadsWhatIsWritten() throws IOException {
    Tensor tensor = Tensor.of(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6});
    Path file = Files.write(dir.resolve("x.npy"), Npy.encode(tensor));
    INDArray array = Nd4j.createFromNpyFile(file.toFile());
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.getFloat(1, 0)).isEqualTo(4);
  }

  @Test
  void theDataStartAtAMultipleOf64Bytes() {
    for (int[] dims : new int[][] {{1}, {2, 3}, {10, 11, 12}}) {
      Tensor tensor = Tensor.zeros(DType.FLOAT, Shape.of(dims));
      assertThat((Npy.encode(tensor).length - 4 * tensor.size()) % 64).isZero();
    }
  }

  @Test
  void fortranOrderAndBigEndianAreUnderstood() {
    byte[] data =
        ByteBuffer.allocate(24)
            .putFloat(1)
            .putFloat(4)
            .putFloat(2)
            .putFloat(5)
            .putFloat(3)
            .putFloat(6)
            .array();
    Tensor t = Npy.decode(file("{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }", data));
    assertThat(t.floats()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void unsignedBytesArePositive() {
    byte[] data = {(byte) 200, 3};
    Tensor t = Npy.decode(file("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", data));
    assertThat(t.type()).isEqualTo(DType.UINT8);
    assertThat(t.longs()).containsExactly(200, 3);
  }

  @Test
  void damagedFilesAreRefusedInOneLineWithTheirName() throws IOException {
    byte[] whole = Npy.encode(Tensor.zeros(DType.FLOAT, Shape.of(2, 5)));
    for (int length : new int[] {0, 5, 9, 11, 40, whole.length - 1}) {
      Path file = Files.write(dir.resolve("cut" + length + ".npy"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Npy.read(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(file + ": npy: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void hostileSizesAreRefused() {
    for (String shape : new String[] {"(100000, 100000)", "(2147483647,)", "(99999999999,)"}) {
      byte[] file =
          file("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", new byte[4]);
      assertThatThrownBy(() -> Npy.decode(file)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void otherTypesAreNamed() {
    byte[] file = file("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", new byte[8]);
    assertThatThrownBy(() -> Npy.decode(file)).hasMessageContaining("got c8");
  }

  @Test
  void aMissingFileIsAMissingFile() {
    assertThatThrownBy(() -> Npy.read(dir.resolve("none.npy")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static byte[] file(String header, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    out.write(header.length());
    out.write(header.length() >> 8);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(data);
    return out.toByteArray();
  }
}
