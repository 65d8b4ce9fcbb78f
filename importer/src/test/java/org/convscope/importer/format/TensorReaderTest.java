package org.convscope.importer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.OnnxProto.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorReaderTest {
  @TempDir Path folder;

  private static TensorProto.Builder message(ElementType type, long... dims) {
    TensorProto.Builder p = TensorProto.newBuilder().setName("w").setDataType(type.code());
    for (long d : dims) {
      p.addDims(d);
    }
    return p;
  }

  private Tensor read(TensorProto.Builder p) {
    return new TensorReader(new ExternalData(folder)).read(p.build());
  }

  static Stream<Tensor> tensors() {
    Shape shape = Shape.of(3, 1);
    return Stream.of(
        Tensor.of(shape, new float[] {1.5f, -2, 1e-30f}),
        Tensor.of(shape, new double[] {1.5, -2, 1e-300}),
        Tensor.of(DType.INT8, shape, new long[] {-128, 0, 127}),
        Tensor.of(DType.UINT8, shape, new long[] {0, 128, 255}),
        Tensor.of(DType.INT16, shape, new long[] {-32768, 0, 32767}),
        Tensor.of(DType.UINT16, shape, new long[] {0, 1, 65535}),
        Tensor.of(DType.INT32, shape, new long[] {Integer.MIN_VALUE, 0, 7}),
        Tensor.of(DType.UINT32, shape, new long[] {0, 1, 4294967295L}),
        Tensor.of(DType.INT64, shape, new long[] {Long.MIN_VALUE, 0, 7}),
        Tensor.of(DType.UINT64, shape, new long[] {0, 1, -1}),
        Tensor.of(DType.BOOL, shape, new long[] {0, 1, 1}),
        Tensor.of(Shape.of(), new float[] {4}),
        Tensor.of(Shape.of(2, 0), new float[0]));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void everyTypeSurvivesRawData(Tensor t) throws IOException {
    Path file = folder.resolve("t.pb");
    Files.write(file, ModelWriter.tensorFile("t", t));
    Tensor read = ModelReader.tensor(file);
    assertThat(read.type()).isEqualTo(t.type());
    assertThat(read.shape()).isEqualTo(t.shape());
    assertThat(read.plain()).isEqualTo(t.plain());
  }

  @Test
  void readsTypedFields() {
    assertThat(read(message(ElementType.FLOAT, 2).addFloatData(1).addFloatData(2)).floats())
        .containsExactly(1, 2);
    assertThat(read(message(ElementType.DOUBLE, 1).addDoubleData(3)).doubles()).containsExactly(3);
    assertThat(read(message(ElementType.INT64, 1).addInt64Data(-9)).longs()).containsExactly(-9);
    assertThat(read(message(ElementType.UINT8, 2).addInt32Data(255).addInt32Data(0)).longs())
        .containsExactly(255, 0);
    assertThat(read(message(ElementType.INT8, 1).addInt32Data(-3)).longs()).containsExactly(-3);
    assertThat(read(message(ElementType.BOOL, 1).addInt32Data(1)).longs()).containsExactly(1);
    assertThat(read(message(ElementType.UINT32, 1).addUint64Data(4294967295L)).longs())
        .containsExactly(4294967295L);
    assertThat(read(message(ElementType.FLOAT16, 2).addInt32Data(0x3e00).addInt32Data(0xc000)))
        .satisfies(t -> assertThat(t.floats()).containsExactly(1.5f, -2f));
    assertThat(read(message(ElementType.BFLOAT16, 1).addInt32Data(0x3fc0)).floats())
        .containsExactly(1.5f);
  }

  @Test
  void halfPrecisionIsWidened() {
    ByteString raw = ByteString.copyFrom(new byte[] {0, 0x3e, 0, (byte) 0xc0});
    assertThat(read(message(ElementType.FLOAT16, 2).setRawData(raw)).floats())
        .containsExactly(1.5f, -2f);
  }

  @Test
  void sizesMustFit() {
    assertThatThrownBy(() -> read(message(ElementType.FLOAT, 3)))
        .hasMessage("tensor \"w\": data must be 3 numbers for FLOAT[3], got 0");
    ByteString eleven = ByteString.copyFrom(new byte[11]);
    assertThatThrownBy(() -> read(message(ElementType.FLOAT, 3).setRawData(eleven)))
        .hasMessage("tensor \"w\": raw data must be 12 bytes for FLOAT[3], got 11");
    assertThatThrownBy(() -> read(message(ElementType.FLOAT, -3)))
        .hasMessageContaining("dimensions must lie in [0, 2^31), got -3");
    assertThatThrownBy(() -> read(message(ElementType.FLOAT, 1L << 40)))
        .hasMessageContaining("dimensions must lie in [0, 2^31)");
    assertThatThrownBy(() -> read(message(ElementType.FLOAT, 1 << 30, 1 << 30, 1 << 30)))
        .hasMessageContaining("fewer than 2^31 numbers");
    assertThatThrownBy(() -> read(message(ElementType.FLOAT, 1 << 30)))
        .hasMessageContaining("data must be 1073741824 numbers");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 14, 17, 23, 99, -1})
  void otherTypesAreRefused(int code) {
    assertThatThrownBy(() -> read(TensorProto.newBuilder().setName("w").setDataType(code)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tensor \"w\": element type must be one of FLOAT, UINT8");
  }

  private TensorProto.Builder external(String... pairs) {
    TensorProto.Builder p =
        message(ElementType.FLOAT, 2).setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < pairs.length; i += 2) {
      p.addExternalDataBuilder().setKey(pairs[i]).setValue(pairs[i + 1]);
    }
    return p;
  }

  private void writeWeights(Path file) throws IOException {
    ByteBuffer b = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    b.putFloat(9).putFloat(1.5f).putFloat(-2).putFloat(9);
    Files.write(file, b.array());
  }

  @Test
  void readsExternalData() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    writeWeights(folder.resolve("sub/weights.bin"));
    assertThat(read(external("location", "sub/weights.bin", "offset", "4", "length", "8")).floats())
        .containsExactly(1.5f, -2f);
    assertThat(read(external("location", "sub/weights.bin")).floats()).containsExactly(9, 1.5f);
  }

  @Test
  void externalDataStaysInsideTheModelsFolder() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("model"));
    writeWeights(folder.resolve("secret.bin"));
    Files.createSymbolicLink(inner.resolve("link.bin"), folder.resolve("secret.bin"));
    TensorReader reader = new TensorReader(new ExternalData(inner));
    for (String location :
        List.of(
            "../secret.bin",
            "sub/../../secret.bin",
            folder.resolve("secret.bin").toString(),
            "link.bin")) {
      assertThatThrownBy(() -> reader.read(external("location", location).build()))
          .as(location)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must lie in the model's folder");
    }
  }

  @Test
  void externalDataMustBeThereAndLongEnough() throws IOException {
    writeWeights(folder.resolve("w.bin"));
    assertThatThrownBy(() -> read(external("location", "none.bin")))
        .hasMessageContaining("must be a file in the model's folder, got location none.bin");
    assertThatThrownBy(() -> read(external()))
        .hasMessageContaining("external data needs a location");
    assertThatThrownBy(() -> read(external("location", "w.bin", "offset", "12")))
        .hasMessageContaining("must lie inside its file, got offset 12, length 8 in w.bin of 16");
    assertThatThrownBy(() -> read(external("location", "w.bin", "offset", "9223372036854775807")))
        .hasMessageContaining("must lie inside its file");
    assertThatThrownBy(() -> read(external("location", "w.bin", "length", "4")))
        .hasMessageContaining("8 bytes, got length 4");
    assertThatThrownBy(() -> read(external("location", "w.bin", "offset", "-4")))
        .hasMessageContaining("offset must be a whole number from 0 on, got -4");
    assertThatThrownBy(() -> read(external("location", "\0")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
