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

/**
 * ONNX Runtime's CPU provider on the network as our exporter writes it: forward only, so that an
 * occlusion map is a forward pass per position.
 */
final class OnnxRuntime implements Contender {
  /** Images of a batch of positions: the fastest of 1, 8 and 32 for most networks. */
  private static final int OCCLUSION_BATCH = 8;

  private final Task task;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final OnnxTensor input;
  private final String name;

  OnnxRuntime(Task task) throws OrtException, IOException {
    this.task = task;
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
    return work == Work.FORWARD || work == Work.OCCLUSION;
  }

  @Override
  public float[] run(Work work) throws OrtException {
    return work == Work.FORWARD ? logits(input) : occlusion();
  }

  private float[] logits(OnnxTensor images) throws OrtException {
    try (OrtSession.Result result = session.run(Map.of(name, images))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }

  /** Every position from the image on, in batches. */
  private float[] occlusion() throws OrtException {
    Occluded occluded = new Occluded(task);
    float[] found = new float[Work.OCCLUSION.passes()];
    for (int from = 0; from < found.length; from += OCCLUSION_BATCH) {
      int to = Math.min(found.length, from + OCCLUSION_BATCH);
      long[] shape = Arrays.stream(task.images().shape().dims()).asLongStream().toArray();
      shape[0] = to - from;
      FloatBuffer images = FloatBuffer.wrap(occluded.covered(from, to));
      try (OnnxTensor batch = OnnxTensor.createTensor(environment, images, shape)) {
        float[] all = logits(batch);
        int classes = all.length / (to - from);
        for (int i = from; i < to; i++) {
          found[i] = all[(i - from) * classes + Occluded.CLASS];
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws OrtException {
    input.close();
    session.close();
    environment.close();
  }
}
