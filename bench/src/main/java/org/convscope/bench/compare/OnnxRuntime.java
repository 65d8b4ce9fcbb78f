package org.convscope.bench.compare;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.convscope.importer.Onnx;

/** ONNX Runtime's CPU provider on the network as our exporter writes it: forward only. */
final class OnnxRuntime implements Contender {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final OnnxTensor input;
  private final String name;

  OnnxRuntime(Task task) throws OrtException, IOException {
    Path file = Files.createTempFile("compare", ".onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      Onnx.save(task.network(), file);
      options.setIntraOpNumThreads(task.threads());
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    } finally {
      Files.delete(file);
    }
    name = task.network().input().name();
    long[] shape = Arrays.stream(task.images().shape().dims()).asLongStream().toArray();
    input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(task.images().floats()), shape);
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public boolean does(Work work) {
    return work == Work.FORWARD;
  }

  @Override
  public float[] run(Work work) throws OrtException {
    try (OrtSession.Result result = session.run(Map.of(name, input))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }

  @Override
  public void close() throws OrtException {
    input.close();
    session.close();
    environment.close();
  }
}
