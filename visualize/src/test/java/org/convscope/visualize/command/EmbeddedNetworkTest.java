package org.convscope.visualize.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.convscope.engine.KernelSets;
import org.convscope.engine.Kernels;
import org.convscope.models.Preprocessing;
import org.convscope.models.synthetic.Split;
import org.convscope.models.synthetic.SyntheticSet;
import org.convscope.models.train.Batches;
import org.convscope.models.train.Evaluation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedNetworkTest {
  private static final long FRESH_SEED = 20_261_120;

  @ParameterizedTest
  @ValueSource(strings = {"zfnet-mini", "resnet-mini"})
  void itKnowsFreshlyDrawnImages(String name) throws IOException {
    Kernels kernels = KernelSets.choose(2);
    LoadedModel model = LoadedModel.named(name, 0);
    Preprocessing p = Preprocessing.fromMetadata(model.network().metadata()).orElseThrow();
    SyntheticSet fresh = new SyntheticSet(p.height(), FRESH_SEED, Split.TEST);
    Batches batches = new Batches(fresh.images(1280), p, 32, kernels.workers());
    assertThat(Evaluation.of(kernels, model.network(), batches).accuracy()).isGreaterThan(0.97);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zfnet-mini", "resnet-mini"})
  void itNamesItsClasses(String name) throws IOException {
    assertThat(LoadedModel.named(name, 0).network().metadata().get("classes"))
        .startsWith("disc,ring,triangle")
        .endsWith("car,boat");
  }
}
