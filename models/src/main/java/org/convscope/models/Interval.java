package org.convscope.models;

/**
 * Positions {@code first} to {@code last} along one axis, both included; empty if last lies before
 * first.
 */
record Interval(long first, long last) {
  /** Every position, whatever the size. */
  static final Interval ALL = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);

  /** No position. */
  static final Interval NONE = new Interval(0, -1);

  boolean isEmpty() {
    return last < first;
  }

  /** The smallest interval that holds both. */
  Interval hull(Interval other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Interval(Math.min(first, other.first), Math.max(last, other.last));
  }

  /** The part inside 0 … size−1. */
  Interval within(int size) {
    return new Interval(Math.max(first, 0), Math.min(last, size - 1));
  }

  Interval shifted(long by) {
    return new Interval(first + by, last + by);
  }
}
