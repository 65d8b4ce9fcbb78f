package org.convscope.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.convscope.engine.Tensor;
import org.convscope.models.zoo.Architecture;
import org.convscope.models.zoo.Variant;
import org.junit.jupiter.api.Test;

/** A network cut down to a channel costs nothing but that channel. */
class OneChannelTest {
  private static final Comparator<Tensor> SAME = (a, b) -> a == b ? 0 : 1;

  private static List<Tensor> folded(Network n) {
    return n.plan(Request.taps(n.outputs())).leaves().stream()
        .map(Plan.Leaf::folded)
        .filter(Objects::nonNull)
        .toList();
  }

  @Test
  void allChannelsShareTheFoldedWeightsOfTheWhole() {
    Network whole = Architecture.RESNET_MINI.build(Variant.published(3).withClasses(5));
    String logits = whole.outputs().get(0);
    List<Tensor> first = folded(whole.only(logits, 0));

    assertThat(first).isNotEmpty();
    assertThat(folded(whole.only(logits, 1))).usingElementComparator(SAME).isEqualTo(first);
    assertThat(folded(whole)).usingElementComparator(SAME).isEqualTo(first);
    assertThat(whole.only(logits, 0)).isSameAs(whole.only(logits, 0));
  }
}
