package org.convscope.engine.nd4j;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.convscope.engine.Lrn;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Channel statistics, the affine map per channel, response normalisation and softmax. */
final class Nd4jNormalisation {
  private Nd4jNormalisation() {}

  static INDArray affine(INDArray x, INDArray scale, INDArray shift) {
    return x.mul(perChannel(scale, x.rank())).add(perChannel(shift, x.rank()));
  }

  /** [C] as [1×C×1×...], which broadcasts against [N×C×...]. */
  static INDArray perChannel(INDArray vector, int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[1] = vector.length();
    return vector.reshape('c', shape);
  }

  /** All axes but the channels'. */
  static int[] withoutChannels(INDArray x) {
    return IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
  }

  static INDArray lrn(INDArray x, Lrn a) {
    return x.mul(Transforms.pow(bracket(x, a), -a.beta(), true));
  }

  static INDArray lrnGradient(INDArray x, INDArray gy, Lrn a) {
    INDArray s = bracket(x, a);
    INDArray shared = gy.mul(x).muli(Transforms.pow(s, -a.beta() - 1, true));
    INDArray sum = channelWindow(shared, -(a.size() / 2), (a.size() - 1) / 2);
    return gy.mul(Transforms.pow(s, -a.beta(), true))
        .subi(sum.muli(x).muli(2 * a.alpha() * a.beta() / a.size()));
  }

  private static INDArray bracket(INDArray x, Lrn a) {
    return channelWindow(x.mul(x), -((a.size() - 1) / 2), a.size() / 2)
        .muli(a.alpha() / a.size())
        .addi(a.bias());
  }

  /** For each channel c the sum of the channels c + first … c + last that exist. */
  private static INDArray channelWindow(INDArray x, int first, int last) {
    int channels = (int) x.size(1);
    INDArray sum = x.ulike().assign(0);
    for (int k = Math.max(first, 1 - channels); k <= Math.min(last, channels - 1); k++) {
      channels(sum, Math.max(0, -k), channels - Math.max(0, k))
          .addi(channels(x, Math.max(0, k), channels - Math.max(0, -k)));
    }
    return sum;
  }

  private static INDArray channels(INDArray x, int from, int to) {
    return x.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  static INDArray softmax(INDArray x, int axis) {
    INDArray e = Transforms.exp(x.sub(x.max(true, axis)), true);
    return e.div(e.sum(true, axis));
  }

  static INDArray logSoftmax(INDArray x, int axis) {
    INDArray shifted = x.sub(x.max(true, axis));
    return shifted.sub(Transforms.log(Transforms.exp(shifted, true).sum(true, axis), true));
  }
}
