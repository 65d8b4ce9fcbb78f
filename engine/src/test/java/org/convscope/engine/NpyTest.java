package org.convscope.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convscope.engine.Samples.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
  @ParameterizedTest
  @EnumSource(DType.class)
  void whatIsWrittenIsRead(DType type, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.npy");
    for (int[] dims : new int[][] {{2, 3, 5}, {7}, {}, {0, 4}, {1, 2, 1, 3, 1}}) {
      Tensor t = whole(1, type, dims);
      Npy.write(file, t);
      Tensor back = Npy.read(file);
      assertThat(back.type()).isEqualTo(type);
      assertThat(back.shape()).isEqualTo(t.shape());
      assertThat(back.toDoubles()).isEqualTo(t.toDoubles());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void extremeValuesSurvive(@TempDir Path folder) throws IOException {
    float[] floats = {Float.MIN_VALUE, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE};
    Npy.write(folder.resolve("f.npy"), Tensor.of(Shape.of(5), floats));
    Npy.write(folder.resolve("l.npy"), Tensor.longs(Long.MIN_VALUE, Long.MAX_VALUE, -1));

    assertThat(Npy.read(folder.resolve("f.npy")).floats()).containsExactly(floats);
    assertThat(Npy.read(folder.resolve("l.npy")).longs())
        .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, -1);
  }

  @Test
  void theBytesAreWhatNumpyWrites() {
    byte[] bytes = Npy.bytes(Tensor.of(Shape.of(2, 1), new float[] {1, -2}));

    assertThat(new String(bytes, 0, 6, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY");
    assertThat(new String(bytes, 10, bytes.length - 18, StandardCharsets.ISO_8859_1).strip())
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }");
    assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length))
        .containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);
  }

  @ParameterizedTest
  @CsvSource({"1,<", "2,<", "3,>", "1,>", "1,="})
  void everyVersionAndByteOrderIsRead(int version, String order) {
    ByteBuffer numbers = ByteBuffer.allocate(24);
    numbers.order(order.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      numbers.putInt(i * 1000);
    }
    String header = "{'descr': '%si4', 'fortran_order': False, 'shape': (2, 3), }".formatted(order);

    Tensor t = Npy.read("x.npy", file(version, header, numbers.array()));

    assertThat(t.type()).isEqualTo(DType.INT32);
    assertThat(t.longs()).containsExactly(0, 1000, 2000, 3000, 4000, 5000);
  }

  @Test
  void fortranOrderIsReadAsWhatItMeans() {
    byte[] numbers = {0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21};
    String header = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3, 2), }";

    Tensor t = Npy.read("x.npy", file(1, header, numbers));

    assertThat(t.shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(t.longs()).containsExactly(0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21);
  }

  @Test
  void halfPrecisionIsWidened() {
    byte[] numbers = {0x00, 0x3C, 0x00, (byte) 0xC1};
    String header = "{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }";

    Tensor t = Npy.read("x.npy", file(1, header, numbers));

    assertThat(t.type()).isEqualTo(DType.FLOAT);
    assertThat(t.floats()).containsExactly(1f, -2.5f);
  }

  static Stream<Arguments> malformed() {
    String good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    byte[] numbers = new byte[24];
    byte[] whole = file(1, good, numbers);
    byte[] hugeHeader = file(2, good, numbers);
    hugeHeader[10] = 0x7F;
    byte[] shortHeader = whole.clone();
    shortHeader[8] = 1;
    shortHeader[9] = 0;
    return Stream.of(
        Arguments.of("empty", new byte[0], "must start with"),
        Arguments.of(
            "another format",
            "PK\3\4 some zip file".getBytes(StandardCharsets.US_ASCII),
            "must start with"),
        Arguments.of("version", file(9, good, numbers), "version must be 1 to 3, got 9"),
        Arguments.of("huge header", hugeHeader, "header must be 12 to 65536 bytes long"),
        Arguments.of("tiny header", shortHeader, "header must be 12 to 65536 bytes long, got 11"),
        Arguments.of("truncated header", Arrays.copyOf(whole, 40), "got 40; the file is truncated"),
        Arguments.of("truncated numbers", Arrays.copyOf(whole, whole.length - 1), "needs 24 bytes"),
        Arguments.of("too many numbers", Arrays.copyOf(whole, whole.length + 4), "got 28"),
        Arguments.of("no dictionary", file(1, "hello", numbers), "got hello"),
        Arguments.of(
            "objects", file(1, good.replace("<f4", "|O8"), numbers), "must name one numeric"),
        Arguments.of("complex", file(1, good.replace("<f4", "<c8"), numbers), "got c8"),
        Arguments.of(
            "strings", file(1, good.replace("<f4", "<U6"), numbers), "must name one numeric"),
        Arguments.of(
            "records",
            file(1, good.replace("'<f4'", "[('a', '<f4')]"), numbers),
            "must name one numeric"),
        Arguments.of(
            "no order", file(1, good.replace("False", "Maybe"), numbers), "must name one numeric"),
        Arguments.of(
            "negative",
            file(1, good.replace("(2, 3)", "(-2, 3)"), numbers),
            "must name one numeric"),
        Arguments.of(
            "gap", file(1, good.replace("(2, 3)", "(2,, 3)"), numbers), "must name one numeric"),
        Arguments.of(
            "huge",
            file(1, good.replace("(2, 3)", "(99999999999, 3)"), numbers),
            "fewer than 2^31"),
        Arguments.of(
            "overflow",
            file(1, good.replace("(2, 3)", "(65536, 65536, 65536)"), numbers),
            "fewer than 2^31"),
        Arguments.of(
            "large",
            file(1, good.replace("(2, 3)", "(30000, 30000)"), numbers),
            "needs 3600000000 bytes"),
        Arguments.of(
            "axes",
            file(1, good.replace("(2, 3)", "(" + "1, ".repeat(33) + ")"), numbers),
            "at most 32 axes, got 33"),
        Arguments.of(
            "slow to match",
            file(1, good.replace("(2, 3)", "(" + "1".repeat(5000) + "x)"), numbers),
            "must name one numeric"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void malformedFilesAreRefusedInOneLine(String name, byte[] bytes, String message) {
    assertThatThrownBy(() -> Npy.read("x.npy", bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("x.npy: ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(300);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = Npy.bytes(Tensor.of(Shape.of(2, 2), new float[] {1, 2, 3, 4}));
    for (int n = 0; n < whole.length; n++) {
      byte[] cut = Arrays.copyOf(whole, n);
      assertThatThrownBy(() -> Npy.read("x.npy", cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingBehind(@TempDir Path folder) throws IOException {
    Path taken = Files.createDirectories(folder.resolve("x.npy/full"));
    Tensor t = Tensor.longs(1, 2);

    assertThatThrownBy(() -> Npy.write(taken.getParent(), t)).isInstanceOf(IOException.class);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(taken.getParent());
    }
  }

  private static byte[] file(int version, String header, byte[] numbers) {
    int start = version == 1 ? 10 : 12;
    ByteBuffer b = ByteBuffer.allocate(start + header.length() + 1 + numbers.length);
    b.order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    b.put((byte) version).put((byte) 0);
    if (version == 1) {
      b.putShort((short) (header.length() + 1));
    } else {
      b.putInt(header.length() + 1);
    }
    return b.put(header.getBytes(StandardCharsets.US_ASCII)).put((byte) '\n').put(numbers).array();
  }
}
