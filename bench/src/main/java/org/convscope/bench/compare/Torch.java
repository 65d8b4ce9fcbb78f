package org.convscope.bench.compare;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import org.convscope.engine.Tensor;

/** libtorch through DJL, with its own autograd. */
final class Torch implements Contender {
  /** Learning rate of the training step, small enough that no network diverges. */
  static final float RATE = 1e-6f;

  private final Task task;
  private final NDManager root;
  private final TorchNetwork network;
  private final NDArray images;
  private final String feature;
  private final String logits;

  Torch(Task task) {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(task.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.offline", "true");
    this.task = task;
    root = Engine.getEngine("PyTorch").newBaseManager();
    network = new TorchNetwork(task.network(), root);
    images = root.create(task.images().floats(), shape(task.images()));
    feature = task.lastFeatureMap();
    logits = task.network().outputs().get(0);
  }

  static Shape shape(Tensor t) {
    return new Shape(Arrays.stream(t.shape().dims()).asLongStream().toArray());
  }

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public boolean does(Work work) {
    return work != Work.OCCLUSION;
  }

  @Override
  public float[] run(Work work) {
    network.track(work == Work.TRAINING);
    // What is computed from an array belongs to its manager: all of it is freed here.
    try (NDManager pass = root.newSubManager()) {
      NDArray x = images.duplicate();
      x.attach(pass);
      return switch (work) {
        case FORWARD -> network.run(x, logits, false).toFloatArray();
        case GRADIENT -> gradient(x);
        case TRAINING -> step(x);
        case OCCLUSION -> throw new IllegalArgumentException("compare: no occlusion by libtorch");
      };
    }
  }

  private float[] gradient(NDArray x) {
    x.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray y = network.run(x, feature, false);
      collector.backward(y.get(":," + Work.CHANNEL).mean());
    }
    return x.getGradient().toFloatArray();
  }

  private float[] step(NDArray x) {
    float loss;
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.zeroGradients();
      NDArray y = network.run(x, logits, true).logSoftmax(1);
      NDArray labels = x.getManager().create(task.labels().longs()).expandDims(1);
      NDArray l = y.gather(labels, 1).mean().neg();
      collector.backward(l);
      loss = l.getFloat();
    }
    for (Map.Entry<String, NDArray> p : network.learned().entrySet()) {
      try (NDArray g = p.getValue().getGradient();
          NDArray change = g.mul(RATE);
          NDArray free = p.getValue().stopGradient()) {
        free.subi(change);
      }
    }
    return new float[] {loss};
  }

  @Override
  public void close() {
    root.close();
  }
}
