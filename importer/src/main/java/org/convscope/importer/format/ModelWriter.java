package org.convscope.importer.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.OnnxProto.AttributeProto;
import org.convscope.importer.format.OnnxProto.AttributeProto.Kind;
import org.convscope.importer.format.OnnxProto.GraphProto;
import org.convscope.importer.format.OnnxProto.ModelProto;
import org.convscope.importer.format.OnnxProto.NodeProto;
import org.convscope.importer.format.OnnxProto.TensorProto;
import org.convscope.importer.format.OnnxProto.TensorShapeProto;
import org.convscope.importer.format.OnnxProto.TypeProto;
import org.convscope.importer.format.OnnxProto.ValueInfoProto;

/** Writes ONNX files. */
public final class ModelWriter {
  /** A tensor that is written as binary16 numbers, rounded to the nearest. */
  public record Half(Tensor tensor) {}

  private ModelWriter() {}

  /**
   * Writes a model.
   *
   * @param halves initializers beside the graph's own that are written in half precision
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the model does not fit into the 2 GB of a protobuf file
   */
  public static void write(OnnxModel model, Map<String, Half> halves, Path file)
      throws IOException {
    ModelProto.Builder m =
        ModelProto.newBuilder().setIrVersion(model.irVersion()).setProducerName("convscope");
    model.opsets().forEach((d, v) -> m.addOpsetImportBuilder().setDomain(d).setVersion(v));
    model.metadata().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> m.addMetadataPropsBuilder().setKey(e.getKey()).setValue(e.getValue()));
    GraphProto.Builder g = m.getGraphBuilder().setName(model.graph().name());
    model.graph().initializers().forEach((n, t) -> g.addInitializer(tensor(n, t)));
    halves.forEach((n, h) -> g.addInitializer(half(n, h.tensor())));
    model.graph().nodes().forEach(n -> g.addNode(node(n)));
    model.graph().inputs().forEach(v -> g.addInput(value(v)));
    model.graph().outputs().forEach(v -> g.addOutput(value(v)));
    long bytes = weights(g);
    if (bytes > Integer.MAX_VALUE - (64 << 20)) {
      throw new IllegalArgumentException(
          "%s: an ONNX file holds less than 2 GB, got %d bytes of weights; store them in half precision"
              .formatted(file.getFileName(), bytes));
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      m.build().writeTo(out);
    }
  }

  private static long weights(GraphProto.Builder g) {
    return g.getInitializerList().stream().mapToLong(t -> t.getRawData().size()).sum();
  }

  /** The bytes of a file that holds one tensor, as ONNX's test data does. */
  public static byte[] tensorFile(String name, Tensor tensor) {
    return tensor(name, tensor).toByteArray();
  }

  private static TensorProto tensor(String name, Tensor t) {
    ElementType type = ElementType.of(t.type());
    return message(name, t, type).setRawData(raw(t, type)).build();
  }

  private static TensorProto half(String name, Tensor t) {
    return message(name, t, ElementType.FLOAT16).setRawData(raw(t, ElementType.FLOAT16)).build();
  }

  private static TensorProto.Builder message(String name, Tensor t, ElementType type) {
    TensorProto.Builder p = TensorProto.newBuilder().setName(name).setDataType(type.code());
    for (int d : t.shape().dims()) {
      p.addDims(d);
    }
    return p;
  }

  private static ByteString raw(Tensor t, ElementType type) {
    ByteBuffer b =
        ByteBuffer.allocate(Math.multiplyExact(t.size(), type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (type == ElementType.FLOAT) {
      b.asFloatBuffer().put(t.floats());
    } else if (type == ElementType.DOUBLE) {
      b.asDoubleBuffer().put(t.doubles());
    } else if (type == ElementType.FLOAT16) {
      for (float v : t.floats()) {
        b.putShort(HalfPrecision.toFloat16(v));
      }
    } else {
      for (long v : t.longs()) {
        switch (type.bytes()) {
          case 1 -> b.put((byte) v);
          case 2 -> b.putShort((short) v);
          case 4 -> b.putInt((int) v);
          default -> b.putLong(v);
        }
      }
    }
    return UnsafeByteOperations.unsafeWrap(b.array());
  }

  private static NodeProto node(OnnxNode n) {
    NodeProto.Builder p =
        NodeProto.newBuilder()
            .setName(n.name())
            .setOpType(n.opType())
            .setDomain(n.domain())
            .addAllInput(n.inputs())
            .addAllOutput(n.outputs());
    n.attributes().forEach((name, value) -> p.addAttribute(attribute(name, value)));
    return p.build();
  }

  @SuppressWarnings("unchecked")
  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder a = AttributeProto.newBuilder().setName(name);
    if (value instanceof Float f) {
      a.setType(Kind.FLOAT).setF(f);
    } else if (value instanceof Long i) {
      a.setType(Kind.INT).setI(i);
    } else if (value instanceof String s) {
      a.setType(Kind.STRING).setS(ByteString.copyFromUtf8(s));
    } else if (value instanceof Tensor t) {
      a.setType(Kind.TENSOR).setT(tensor("", t));
    } else if (value instanceof float[] fs) {
      a.setType(Kind.FLOATS);
      for (float f : fs) {
        a.addFloats(f);
      }
    } else if (value instanceof long[] is) {
      a.setType(Kind.INTS);
      for (long i : is) {
        a.addInts(i);
      }
    } else if (value instanceof List<?> strings) {
      a.setType(Kind.STRINGS);
      ((List<String>) strings).forEach(s -> a.addStrings(ByteString.copyFromUtf8(s)));
    } else {
      throw new IllegalArgumentException("attribute " + name + ": cannot be written, got " + value);
    }
    return a.build();
  }

  private static ValueInfoProto value(OnnxValue v) {
    ValueInfoProto.Builder p = ValueInfoProto.newBuilder().setName(v.name());
    TypeProto.Tensor.Builder t = p.getTypeBuilder().getTensorTypeBuilder();
    v.type().ifPresent(type -> t.setElemType(ElementType.of(type).code()));
    v.dims()
        .ifPresent(
            dims -> {
              TensorShapeProto.Builder shape = t.getShapeBuilder();
              for (int i = 0; i < dims.size(); i++) {
                if (dims.get(i) < 0) {
                  shape.addDimBuilder().setDimParam(i == 0 ? "N" : v.name() + "_" + i);
                } else {
                  shape.addDimBuilder().setDimValue(dims.get(i));
                }
              }
            });
    return p.build();
  }
}
