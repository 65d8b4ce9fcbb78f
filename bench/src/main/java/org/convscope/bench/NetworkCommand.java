package org.convscope.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.importer.Onnx;
import org.convscope.models.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A whole network's forward pass against ONNX Runtime: same weights, same input, alternating rounds
 * in one process, outputs compared first.
 */
@Command(
    name = "network",
    mixinStandardHelpOptions = true,
    description = "Forward pass of an ONNX file, Convscope against ONNX Runtime.")
final class NetworkCommand implements Callable<Integer> {
  @Parameters(index = "0", description = "The ONNX file.")
  private Path file;

  @Option(names = "--batch", defaultValue = "1", description = "Images (${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--threads", defaultValue = "2", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--rounds", defaultValue = "7", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds;

  private interface Pass {
    float[] run() throws OrtException;
  }

  @Override
  public Integer call() throws Exception {
    Machine.print(System.out);
    Network network = Onnx.load(file);
    Tensor x = input(network);
    try (Workers workers = Workers.of(threads);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = options();
        OrtSession session = environment.createSession(file.toString(), options);
        OnnxTensor input =
            OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(x.floats()),
                Arrays.stream(x.shape().dims()).asLongStream().toArray())) {
      Kernels kernels = new VectorKernels(workers, new Buffers());
      Map<String, OnnxTensor> inputs = Map.of(network.input().name(), input);
      Pass ours = () -> network.forward(kernels, x).get(0).floats();
      Pass theirs = () -> peer(session, inputs);
      System.out.printf(
          Locale.ROOT,
          "largest difference %.1e of the maximum%n",
          difference(ours.run(), theirs.run()));
      for (int round = -1; round < rounds; round++) {
        double[] a = times(ours);
        double[] b = times(theirs);
        if (round >= 0) {
          print(a, b);
        }
      }
    }
    return 0;
  }

  private Tensor input(Network network) {
    int[] dims = network.input().dims().stream().mapToInt(d -> d).toArray();
    dims[0] = batch;
    Shape shape = Shape.of(dims);
    Random random = new Random(1);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  private OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    return options;
  }

  private static float[] peer(OrtSession session, Map<String, OnnxTensor> inputs)
      throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }

  private static double difference(float[] actual, float[] expected) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    return difference / largest;
  }

  /** Sorted times of one round in ms per image. */
  private double[] times(Pass pass) throws OrtException {
    int runs = Math.max(5, 100 / batch);
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      pass.run();
      times[i] = (System.nanoTime() - start) / 1e6 / batch;
    }
    Arrays.sort(times);
    return times;
  }

  private void print(double[] ours, double[] theirs) {
    System.out.printf(
        Locale.ROOT,
        "%s batch %d, %d threads, ms per image, min and median: Convscope %.3f %.3f,"
            + " ONNX Runtime %.3f %.3f, ratio %.2f %.2f%n",
        file.getFileName(),
        batch,
        threads,
        ours[0],
        ours[ours.length / 2],
        theirs[0],
        theirs[theirs.length / 2],
        ours[0] / theirs[0],
        ours[ours.length / 2] / theirs[theirs.length / 2]);
  }
}
