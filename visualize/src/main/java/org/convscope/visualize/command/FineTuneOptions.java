package org.convscope.visualize.command;

import java.util.Optional;
import org.convscope.visualize.probe.FineTuningOptions;
import picocli.CommandLine.Option;

/** The options that turn {@code probe} to fine-tuning; those besides {@code --finetune} need it. */
final class FineTuneOptions {
  @Option(
      names = "--finetune",
      required = true,
      description = {
        "Train the whole network on, with a new linear layer after --layer, in place of classifiers",
        "on frozen features."
      })
  private boolean finetune;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images (default: 10).")
  private int epochs = 10;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Learning rate at the start; it falls to 0 (default: 0.002).")
  private double rate = 0.002;

  @Option(names = "--batch", paramLabel = "N", description = "Images per step (default: 16).")
  private int batch = 16;

  /** How to fine-tune, if that was asked for. */
  Optional<FineTuningOptions> settings() {
    return finetune ? Optional.of(new FineTuningOptions(epochs, rate, batch)) : Optional.empty();
  }
}
