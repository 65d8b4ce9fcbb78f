package org.convscope.engine.vector;

import org.convscope.engine.Buffers;

/** Rows of complex numbers that a {@link RowFft} transforms, and room for as many again. */
final class ComplexRows {
  private final Buffers buffers;
  private float[] re;
  private float[] im;
  private float[] nextRe;
  private float[] nextIm;

  /** Rows of {@code size} numbers in all, with arbitrary contents. */
  ComplexRows(int size, Buffers buffers) {
    this.buffers = buffers;
    re = buffers.take(size);
    im = buffers.take(size);
    nextRe = buffers.take(size);
    nextIm = buffers.take(size);
  }

  /** Real parts; another array after a transform. */
  float[] re() {
    return re;
  }

  /** Imaginary parts, likewise. */
  float[] im() {
    return im;
  }

  /** Real parts of what {@link #flip} makes the rows. */
  float[] nextRe() {
    return nextRe;
  }

  /** Imaginary parts, likewise. */
  float[] nextIm() {
    return nextIm;
  }

  /** What was written next is the rows now. */
  void flip() {
    float[] oldRe = re;
    float[] oldIm = im;
    re = nextRe;
    im = nextIm;
    nextRe = oldRe;
    nextIm = oldIm;
  }

  /** Real parts become imaginary ones: a transform between two exchanges is the inverse. */
  void exchange() {
    float[] oldRe = re;
    re = im;
    im = oldRe;
  }

  /** Gives the arrays back. */
  void recycle() {
    buffers.recycle(re);
    buffers.recycle(im);
    buffers.recycle(nextRe);
    buffers.recycle(nextIm);
  }
}
