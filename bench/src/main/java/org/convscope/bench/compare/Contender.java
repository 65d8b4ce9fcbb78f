package org.convscope.bench.compare;

/** An engine with a network, its weights and a batch of images loaded. */
interface Contender extends AutoCloseable {
  /** What the table calls it. */
  String name();

  /** True if the engine can do this at all. */
  boolean does(Work work);

  /**
   * Does the work once.
   *
   * @return logits, the input gradient (both in C order), or the loss before the step
   */
  float[] run(Work work) throws Exception;

  @Override
  void close() throws Exception;
}
