package org.convscope.visualize.probe;

import java.util.Locale;

/** Kinds of linear classifiers. */
public enum Method {
  /** {@link SoftmaxRegression}. */
  SOFTMAX,
  /** {@link LinearSvm}. */
  SVM;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
