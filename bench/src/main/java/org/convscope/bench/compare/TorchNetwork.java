package org.convscope.bench.compare;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convscope.autograd.op.Arithmetic;
import org.convscope.autograd.op.AveragePool;
import org.convscope.autograd.op.Concat;
import org.convscope.autograd.op.Conv;
import org.convscope.autograd.op.Elementwise;
import org.convscope.autograd.op.Flatten;
import org.convscope.autograd.op.Functions;
import org.convscope.autograd.op.Gemm;
import org.convscope.autograd.op.GlobalPool;
import org.convscope.autograd.op.Identity;
import org.convscope.autograd.op.MaxPool;
import org.convscope.engine.DType;
import org.convscope.engine.Window;
import org.convscope.models.Network;
import org.convscope.models.Node;

/** A network node by node in libtorch's operators, as PyTorch runs the same module eagerly. */
final class TorchNetwork {
  /** PyTorch's default share of the old running statistics. */
  private static final float KEPT = 0.9f;

  private final Network network;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> learned = new LinkedHashMap<>();

  TorchNetwork(Network network, NDManager manager) {
    this.network = network;
    network
        .parameters()
        .forEach(
            (name, t) -> {
              if (t.type() == DType.FLOAT) {
                parameters.put(name, manager.create(t.floats(), Torch.shape(t)));
              }
            });
    learned.putAll(parameters);
    for (Node n : network.nodes()) {
      if (n.op() instanceof org.convscope.autograd.op.BatchNorm) {
        learned.remove(n.inputs().get(3));
        learned.remove(n.inputs().get(4));
      }
    }
  }

  /** What training moves. */
  Map<String, NDArray> learned() {
    return learned;
  }

  /** Whether gradients by the parameters will be asked for. */
  void track(boolean parametersToo) {
    learned.values().forEach(p -> p.setRequiresGradient(parametersToo));
  }

  /** Computes up to {@code value}. */
  NDArray run(NDArray x, String value, boolean training) {
    Map<String, NDArray> values = new HashMap<>(parameters);
    values.put(network.input().name(), x);
    for (Node n : network.nodes()) {
      NDArray y = apply(n, values, training);
      values.put(n.output(), y);
      if (n.output().equals(value)) {
        return y;
      }
    }
    throw new IllegalArgumentException("compare: the network makes no value " + value);
  }

  private NDArray apply(Node n, Map<String, NDArray> values, boolean training) {
    NDArray[] in = n.inputs().stream().map(values::get).toArray(NDArray[]::new);
    NDArray x = in[0];
    if (n.op() instanceof Conv c) {
      return convolution(c.window(), in);
    } else if (n.op() instanceof org.convscope.autograd.op.Activation a
        && a.f() == Functions.RELU) {
      return Activation.relu(x);
    } else if (n.op() instanceof MaxPool p) {
      Window w = p.window();
      return x.getNDArrayInternal()
          .maxPool(
              new Shape(w.h().kernel(), w.w().kernel()),
              new Shape(w.h().stride(), w.w().stride()),
              new Shape(w.h().padBegin(), w.w().padBegin()),
              w.ceil());
    } else if (n.op() instanceof AveragePool p) {
      Window w = p.window();
      return x.getNDArrayInternal()
          .avgPool(
              new Shape(w.h().kernel(), w.w().kernel()),
              new Shape(w.h().stride(), w.w().stride()),
              new Shape(w.h().padBegin(), w.w().padBegin()),
              w.ceil(),
              p.countPadding());
    } else if (n.op() instanceof Concat c) {
      NDList rest = new NDList();
      for (int i = 1; i < in.length; i++) {
        rest.add(in[i]);
      }
      return x.getNDArrayInternal().concat(rest, c.axis());
    } else if (n.op() instanceof org.convscope.autograd.op.BatchNorm b) {
      float e = (float) b.epsilon();
      return BatchNorm.batchNorm(x, in[3], in[4], in[1], in[2], 1, KEPT, e, training)
          .singletonOrThrow();
    } else if (n.op() instanceof Elementwise e && e.f() == Arithmetic.ADD) {
      return x.add(in[1]);
    } else if (n.op() instanceof GlobalPool) {
      long images = x.getShape().get(0);
      long channels = x.getShape().get(1);
      return x.reshape(images, channels, -1).mean(new int[] {2}).reshape(images, channels, 1, 1);
    } else if (n.op() instanceof Flatten) {
      return x.reshape(x.getShape().get(0), -1);
    } else if (n.op() instanceof Gemm g) {
      return x.matMul(g.transposeB() ? in[1].transpose() : in[1]).add(in[2]);
    } else if (n.op() instanceof Identity) {
      return x;
    }
    throw new IllegalArgumentException("compare: no libtorch form of " + n.op() + ", got " + n);
  }

  private static NDArray convolution(Window w, NDArray[] in) {
    return Conv2d.conv2d(
            in[0],
            in[1],
            in.length > 2 ? in[2] : null,
            new Shape(w.h().stride(), w.w().stride()),
            new Shape(w.h().padBegin(), w.w().padBegin()),
            new Shape(w.h().dilation(), w.w().dilation()),
            w.groups())
        .singletonOrThrow();
  }
}
