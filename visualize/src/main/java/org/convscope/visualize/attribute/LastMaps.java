package org.convscope.visualize.attribute;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convscope.engine.Shape;
import org.convscope.models.Network;
import org.convscope.models.Node;
import org.convscope.models.Shapes;

/**
 * The last feature maps before a classifier's head: back from the scores through dense layers,
 * pooling and whatever has no spatial extent; where the head is a convolution with one map per
 * class, before that.
 */
final class LastMaps {
  private static final Set<String> POOLING =
      Set.of(
          "max_pool",
          "average_pool",
          "adaptive_average_pool",
          "global_pool",
          "lp_pool",
          "reduce_mean");
  private static final Set<String> NOTHING = Set.of("identity", "dropout", "inference_dropout");

  private final Network network;
  private final Map<String, Shape> shapes;

  private LastMaps(Subject subject) {
    network = subject.network();
    shapes = Shapes.of(subject.kernels(), network, subject.image().shape());
  }

  /**
   * Name of the value.
   *
   * @throws IllegalArgumentException if no value before the scores has feature maps
   */
  static String of(Subject subject) {
    return new LastMaps(subject).value(subject.score().value());
  }

  private String value(String scores) {
    String at = spatial(scores);
    int classes = shapes.get(scores).dim(1);
    if (shapes.get(at).dim(1) == classes && !isImage(at)) {
      String head = at;
      while (!isImage(head) && !producer(head).op().type().equals("conv")) {
        head = before(head);
      }
      at = isImage(head) ? at : spatial(before(head));
    }
    return at;
  }

  /** The first value from here on back that has feature maps and is not only pooled. */
  private String spatial(String from) {
    String at = from;
    while (!isSpatial(shapes.get(at)) || passes(at)) {
      if (isImage(at)) {
        throw new IllegalArgumentException(
            "class activation: a network with feature maps before its scores is needed, got "
                + network.name());
      }
      at = before(at);
    }
    return at;
  }

  private static boolean isSpatial(Shape s) {
    return s.rank() == 4 && s.dim(2) * s.dim(3) > 1;
  }

  private boolean passes(String value) {
    if (isImage(value)) {
      return true;
    }
    String type = producer(value).op().type();
    return POOLING.contains(type) || NOTHING.contains(type);
  }

  private boolean isImage(String value) {
    return network.producer(value).isEmpty();
  }

  private Node producer(String value) {
    return network.producer(value).orElseThrow();
  }

  /** The first input that is no parameter. */
  private String before(String value) {
    List<String> inputs = producer(value).inputs();
    return inputs.stream()
        .filter(in -> !in.isEmpty() && !network.parameters().containsKey(in))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "class activation: scores that depend on the image are needed, got "
                        + network.name()));
  }
}
