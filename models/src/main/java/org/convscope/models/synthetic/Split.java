package org.convscope.models.synthetic;

/** Which of the disjoint streams of images a {@link SyntheticSet} draws from. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST
}
