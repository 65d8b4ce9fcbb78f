package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpyTest {
  @TempDir private Path folder;

  private Tensor read(byte[] bytes) throws IOException {
    Path file = folder.resolve("a.npy");
    Files.write(file, bytes);
    return Npy.read(file);
  }

  private static byte[] file(String header, byte... body) {
    byte[] h = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer b = ByteBuffer.allocate(10 + h.length + body.length).order(ByteOrder.LITTLE_ENDIAN);
    b.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return b.putShort((short) h.length).put(h).put(body).array();
  }

  private static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
        .formatted(descr, fortran ? "True" : "False", shape);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeComesBackAsItWas(DType type) throws IOException {
    double[] numbers = {0, 1, 100, 3, 1, 0};
    Tensor t = Tensor.of(Shape.of(2, 3), numbers).cast(type);
    Tensor back = read(Npy.bytes(t));
    assertThat(back.type()).isEqualTo(type);
    assertThat(back.shape()).isEqualTo(t.shape());
    assertThat(back.toDoubles()).containsExactly(t.toDoubles());
  }

  @Test
  void scalarsAndEmptyArraysComeBackAsTheyWere() throws IOException {
    assertThat(read(Npy.bytes(Tensor.scalar(DType.FLOAT, 2.5))).item()).isEqualTo(2.5);
    assertThat(read(Npy.bytes(Tensor.zeros(DType.DOUBLE, Shape.of(3, 0)))).shape())
        .isEqualTo(Shape.of(3, 0));
  }

  @Test
  void nd4jReadsWhatIsWritten() throws IOException {
    float[] numbers = {1.5f, -2f, 3e-30f, 4f, Float.MAX_VALUE, 6f};
    Path file = folder.resolve("b.npy");
    Files.write(file, Npy.bytes(Tensor.of(Shape.of(3, 2), numbers)));
    INDArray array = Nd4j.createFromNpyFile(file.toFile());
    assertThat(array.shape()).containsExactly(3, 2);
    assertThat(array.dup('c').data().asFloat()).containsExactly(numbers);
  }

  @Test
  void fortranOrderIsTurnedIntoCOrder() throws IOException {
    // columns (1, 2), (3, 4), (5, 6) of a 2×3 array
    assertThat(
            read(file(
                    header("|u1", true, "(2, 3)"),
                    (byte) 1,
                    (byte) 2,
                    (byte) 3,
                    (byte) 4,
                    (byte) 5,
                    (byte) 6))
                .longs())
        .containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void bigEndianAndHalfPrecisionAreUnderstood() throws IOException {
    assertThat(
            read(file(header(">i2", false, "(2,)"), (byte) 1, (byte) 2, (byte) -1, (byte) -2))
                .longs())
        .containsExactly(258, -2);
    // 1.5, −2, the smallest subnormal, infinity
    assertThat(
            read(file(
                    header("<f2", false, "(4,)"),
                    (byte) 0x00,
                    (byte) 0x3e,
                    (byte) 0x00,
                    (byte) 0xc0,
                    (byte) 0x01,
                    (byte) 0x00,
                    (byte) 0x00,
                    (byte) 0x7c))
                .floats())
        .containsExactly(1.5f, -2f, 0x1p-24f, Float.POSITIVE_INFINITY);
  }

  @Test
  void unsignedNumbersStayPositive() throws IOException {
    assertThat(read(file(header("|u1", false, "(1,)"), (byte) 0xff)).longs()).containsExactly(255);
    assertThat(read(file(header("|i1", false, "(1,)"), (byte) 0xff)).longs()).containsExactly(-1);
  }

  @ParameterizedTest(name = "header {0}")
  @ValueSource(
      strings = {
        "",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f1', 'fortran_order': False, 'shape': (4,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (a,), }"
      })
  void aHeaderThatDoesNotFitIsRefusedInOneLine(String header) {
    assertThatThrownBy(() -> read(file(header, (byte) 0, (byte) 0, (byte) 0, (byte) 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.npy: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = Npy.bytes(Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4}));
    for (int n = 0; n < whole.length; n++) {
      byte[] cut = Arrays.copyOf(whole, n);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
