package org.convscope.importer.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.Tensor;
import org.convscope.importer.format.OnnxProto.AttributeProto;
import org.convscope.importer.format.OnnxProto.GraphProto;
import org.convscope.importer.format.OnnxProto.ModelProto;
import org.convscope.importer.format.OnnxProto.NodeProto;
import org.convscope.importer.format.OnnxProto.OperatorSetIdProto;
import org.convscope.importer.format.OnnxProto.TensorProto;
import org.convscope.importer.format.OnnxProto.TensorShapeProto.Dimension;
import org.convscope.importer.format.OnnxProto.ValueInfoProto;

/**
 * Reads ONNX files. The file is mapped, so weights are copied once, into the arrays of their
 * tensors.
 */
public final class ModelReader {
  private final TensorReader tensors;

  private ModelReader(Path file) {
    this.tensors = new TensorReader(new ExternalData(file.toAbsolutePath().getParent()));
  }

  /**
   * The contents of a model file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException in one line, if its contents are not a readable model
   */
  public static OnnxModel model(Path file) throws IOException {
    ModelProto p = parse(file, ModelProto.parser(), "model");
    try {
      return new ModelReader(file).model(p);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The tensor of a file that holds one tensor message, as ONNX's test data does.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException in one line, if its contents are not a readable tensor
   */
  public static Tensor tensor(Path file) throws IOException {
    TensorProto p = parse(file, TensorProto.parser(), "tensor");
    try {
      return new ModelReader(file).tensors.read(p);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static <T> T parse(Path file, Parser<T> parser, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file + ": no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": a file is needed, got a folder");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s: an ONNX %s has from 1 to 2^31-1 bytes, got %d; larger weights belong into external data"
                .formatted(file.getFileName(), what, size));
      }
      ByteString bytes =
          UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
      CodedInputStream in = bytes.newCodedInput();
      in.enableAliasing(true);
      T message = parser.parseFrom(in);
      in.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "%s: not a readable ONNX %s (%s); is the file complete?"
              .formatted(file.getFileName(), what, firstSentence(e.getMessage())),
          e);
    }
  }

  private static String firstSentence(String message) {
    String line = message.strip().replaceAll("\\s+", " ");
    int stop = line.indexOf(". ");
    return (stop < 0 ? line : line.substring(0, stop)).replaceAll("\\.$", "");
  }

  private OnnxModel model(ModelProto p) {
    if (!p.hasGraph()) {
      throw new IllegalArgumentException("an ONNX model has a graph, got none");
    }
    Map<String, Long> opsets = new HashMap<>();
    for (OperatorSetIdProto o : p.getOpsetImportList()) {
      opsets.put(domain(o.getDomain()), o.getVersion());
    }
    // Files of format version 1 and 2 do not say; they use the first operators.
    opsets.putIfAbsent("", 1L);
    Map<String, String> metadata = new LinkedHashMap<>();
    p.getMetadataPropsList().forEach(e -> metadata.put(e.getKey(), e.getValue()));
    return new OnnxModel(p.getIrVersion(), opsets, metadata, graph(p.getGraph()));
  }

  private OnnxGraph graph(GraphProto p) {
    if (p.getSparseInitializerCount() > 0) {
      throw new IllegalArgumentException(
          "sparse initializers are not supported, got " + p.getSparseInitializerCount());
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    for (TensorProto t : p.getInitializerList()) {
      String name = plain(t.getName());
      if (name.isEmpty() || initializers.containsKey(name)) {
        throw new IllegalArgumentException(
            "initializers need names of their own, got \"" + name + "\" twice or empty");
      }
      initializers.put(name, tensors.read(t));
    }
    List<OnnxNode> nodes = new ArrayList<>();
    for (NodeProto n : p.getNodeList()) {
      nodes.add(node(n));
    }
    return new OnnxGraph(
        p.getName(), nodes, initializers, values(p.getInputList()), values(p.getOutputList()));
  }

  /** A name that can be shown: one line, and no control sequences for a terminal. */
  private static String plain(String name) {
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "names must not contain control characters, got \"%s\""
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    return name;
  }

  private OnnxNode node(NodeProto p) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (AttributeProto a : p.getAttributeList()) {
      try {
        attributes.put(plain(a.getName()), attribute(a));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "node \"%s\" (%s), attribute: %s"
                .formatted(plain(p.getName()), plain(p.getOpType()), e.getMessage()),
            e);
      }
    }
    return new OnnxNode(
        plain(p.getName()),
        domain(plain(p.getDomain())),
        plain(p.getOpType()),
        p.getInputList().stream().map(ModelReader::plain).toList(),
        p.getOutputList().stream().map(ModelReader::plain).toList(),
        attributes);
  }

  private Object attribute(AttributeProto a) {
    if (!a.getRefAttrName().isEmpty()) {
      throw new IllegalArgumentException(
          "references to a function's attribute are allowed inside functions only, got "
              + a.getRefAttrName());
    }
    return switch (kind(a)) {
      case FLOAT -> a.getF();
      case INT -> a.getI();
      case STRING -> a.getS().toStringUtf8();
      case TENSOR -> tensors.read(a.getT());
      case FLOATS -> floats(a.getFloatsList());
      case INTS -> a.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case STRINGS -> a.getStringsList().stream().map(ByteString::toStringUtf8).toList();
      case GRAPH, TENSORS, GRAPHS, UNDEFINED -> new OnnxNode.Unread(kind(a).name());
    };
  }

  /** The declared kind; old files declare none, there the field that is set tells. */
  private static AttributeProto.Kind kind(AttributeProto a) {
    if (a.hasType() && a.getType() != AttributeProto.Kind.UNDEFINED) {
      return a.getType();
    }
    if (a.hasF()) {
      return AttributeProto.Kind.FLOAT;
    }
    if (a.hasI()) {
      return AttributeProto.Kind.INT;
    }
    if (a.hasS()) {
      return AttributeProto.Kind.STRING;
    }
    if (a.hasT()) {
      return AttributeProto.Kind.TENSOR;
    }
    if (a.getFloatsCount() > 0) {
      return AttributeProto.Kind.FLOATS;
    }
    if (a.getStringsCount() > 0) {
      return AttributeProto.Kind.STRINGS;
    }
    return a.getIntsCount() > 0 ? AttributeProto.Kind.INTS : AttributeProto.Kind.UNDEFINED;
  }

  private static float[] floats(List<Float> list) {
    float[] v = new float[list.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = list.get(i);
    }
    return v;
  }

  private static List<OnnxValue> values(List<ValueInfoProto> list) {
    return list.stream().map(ModelReader::value).toList();
  }

  private static OnnxValue value(ValueInfoProto p) {
    String name = plain(p.getName());
    if (!p.getType().hasTensorType()) {
      return new OnnxValue(name, Optional.empty(), Optional.empty());
    }
    OnnxProto.TypeProto.Tensor t = p.getType().getTensorType();
    Optional<ElementType> type =
        Arrays.stream(ElementType.values()).filter(e -> e.code() == t.getElemType()).findFirst();
    Optional<List<Long>> dims =
        t.hasShape()
            ? Optional.of(t.getShape().getDimList().stream().map(ModelReader::dim).toList())
            : Optional.empty();
    return new OnnxValue(name, type.map(ElementType::type), dims);
  }

  /** A declared dimension; a name, nothing, and the 0 or −1 of some exporters leave it open. */
  private static Long dim(Dimension d) {
    return d.hasDimValue() && d.getDimValue() > 0 ? d.getDimValue() : -1L;
  }

  private static String domain(String written) {
    return written.equals("ai.onnx") ? "" : written;
  }
}
