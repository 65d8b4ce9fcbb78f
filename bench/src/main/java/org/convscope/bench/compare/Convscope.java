package org.convscope.bench.compare;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convscope.autograd.Rules;
import org.convscope.engine.Buffers;
import org.convscope.engine.Kernels;
import org.convscope.engine.Tensor;
import org.convscope.engine.Workers;
import org.convscope.engine.vector.VectorKernels;
import org.convscope.models.Network;
import org.convscope.models.Request;
import org.convscope.models.Run;
import org.convscope.models.train.Batch;
import org.convscope.models.train.Recipe;
import org.convscope.models.train.Schedule;
import org.convscope.models.train.Sgd;
import org.convscope.models.train.Trainer;

/** The vector kernels. */
final class Convscope implements Contender {
  private final Task task;
  private final Kernels kernels;
  private final String input;
  private final Network channel;
  private final Request request;
  private final List<Kernels> lanes;
  private Trainer trainer;

  Convscope(Task task) {
    this(task, new VectorKernels(Workers.of(task.threads()), new Buffers()));
  }

  /** On other kernels, whose threads end with it. */
  Convscope(Task task, Kernels kernels) {
    this(task, kernels, task.lastFeatureMap());
  }

  /** With the gradient of another value's channel. */
  Convscope(Task task, Kernels kernels, String feature) {
    this.task = task;
    this.kernels = kernels;
    lanes =
        Stream.<Kernels>generate(() -> new VectorKernels(Workers.of(1), new Buffers()))
            .limit(task.threads())
            .toList();
    input = task.network().input().name();
    channel = task.network().only(feature, Work.CHANNEL);
    request = Request.taps(channel.outputs()).tracking(input).exact();
  }

  @Override
  public String name() {
    return "Convscope";
  }

  @Override
  public boolean does(Work work) {
    return true;
  }

  @Override
  public float[] run(Work work) {
    return switch (work) {
      case FORWARD -> task.network().forward(kernels, task.images()).get(0).floats();
      case GRADIENT -> gradient();
      case TRAINING -> step();
      case OCCLUSION -> new Occluded(task).incremental(lanes);
    };
  }

  private float[] gradient() {
    String feature = channel.outputs().get(0);
    try (Run run = channel.run(kernels, Map.of(input, task.images()), request)) {
      Tensor y = run.value(feature);
      Map<String, Tensor> found =
          run.backward(
              Map.of(feature, Tensor.full(y.type(), y.shape(), 1.0 / y.size())),
              List.of(input),
              Rules.GRADIENT);
      return found.get(input).floats();
    }
  }

  private float[] step() {
    if (trainer == null) {
      Recipe recipe = Recipe.plain(Schedule.constant(Torch.RATE), 0);
      trainer =
          new Trainer(kernels, task.network(), Sgd.classical(0, 0), recipe, Integer.MAX_VALUE);
    }
    return new float[] {(float) trainer.step(new Batch(task.images(), task.labels())).loss()};
  }

  @Override
  public void close() {
    kernels.workers().close();
  }
}
