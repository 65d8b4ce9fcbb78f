package org.convscope.importer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.DType;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Runs models with ONNX Runtime, the oracle. */
public final class OnnxRuntime {
  private OnnxRuntime() {}

  /** The outputs of a model file. */
  public static List<Tensor> run(Path model, Map<String, Tensor> inputs, List<String> outputs)
      throws OrtException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(2);
      try (OrtSession session = environment.createSession(model.toString(), options)) {
        Map<String, OnnxTensor> given = new HashMap<>();
        for (Map.Entry<String, Tensor> e : inputs.entrySet()) {
          given.put(e.getKey(), tensor(environment, e.getValue()));
        }
        try (OrtSession.Result result = session.run(given)) {
          List<Tensor> found = new ArrayList<>();
          for (String name : outputs) {
            found.add(tensor((OnnxTensor) result.get(name).orElseThrow()));
          }
          return found;
        } finally {
          given.values().forEach(OnnxTensor::close);
        }
      }
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor t) throws OrtException {
    long[] dims = Arrays.stream(t.shape().dims()).asLongStream().toArray();
    return switch (t.type()) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(t.floats()), dims);
      case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(t.doubles()), dims);
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(t.longs()), dims);
      case INT8, INT16, INT32, UINT8, BOOL ->
          OnnxTensor.createTensor(
              environment, bytes(t), dims, OnnxJavaType.valueOf(t.type().name()));
      case UINT16, UINT32, UINT64 -> throw new IllegalArgumentException("no such input: " + t);
    };
  }

  private static int width(DType type) {
    return switch (type) {
      case INT8, UINT8, BOOL -> 1;
      case INT16, UINT16 -> 2;
      case INT32, UINT32, FLOAT -> 4;
      case INT64, UINT64, DOUBLE -> 8;
    };
  }

  private static ByteBuffer bytes(Tensor t) {
    int width = width(t.type());
    ByteBuffer b = ByteBuffer.allocateDirect(t.size() * width).order(ByteOrder.nativeOrder());
    for (long v : t.longs()) {
      switch (width) {
        case 1 -> b.put((byte) v);
        case 2 -> b.putShort((short) v);
        default -> b.putInt((int) v);
      }
    }
    return b.rewind();
  }

  private static Tensor tensor(OnnxTensor value) {
    TensorInfo info = value.getInfo();
    Shape shape = Shape.of(info.getShape());
    ByteBuffer b = value.getByteBuffer().order(ByteOrder.nativeOrder());
    DType type = DType.valueOf(info.type.name());
    switch (type) {
      case FLOAT -> {
        float[] v = new float[shape.size()];
        b.asFloatBuffer().get(v);
        return Tensor.of(shape, v);
      }
      case DOUBLE -> {
        double[] v = new double[shape.size()];
        b.asDoubleBuffer().get(v);
        return Tensor.of(shape, v);
      }
      default -> {
        long[] v = new long[shape.size()];
        for (int i = 0; i < v.length; i++) {
          long raw =
              switch (width(type)) {
                case 1 -> b.get(i);
                case 2 -> b.getShort(2 * i);
                case 4 -> b.getInt(4 * i);
                default -> b.getLong(8 * i);
              };
          v[i] = type.wrap(raw);
        }
        return Tensor.of(type, shape, v);
      }
    }
  }
}
