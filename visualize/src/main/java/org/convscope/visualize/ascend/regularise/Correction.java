package org.convscope.visualize.ascend.regularise;

import java.util.Arrays;
import java.util.List;
import org.convscope.engine.Buffers;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;

/** What is done to the pixels themselves after a step, in the network's input space. */
public sealed interface Correction {
  /**
   * The corrected image.
   *
   * @param step number of the step just taken, from 1
   */
  Tensor of(Tensor image, int step, Preprocessing p, Buffers buffers);

  /** Blurs every so many steps. */
  record BlurEvery(Blur blur, int every) implements Correction {
    public BlurEvery {
      if (every < 1) {
        throw new IllegalArgumentException("blur: every 1 or more steps, got " + every);
      }
    }

    @Override
    public Tensor of(Tensor image, int step, Preprocessing p, Buffers buffers) {
      return step % every == 0 ? blur.of(image, buffers) : image;
    }
  }

  /** {@code x ← (1 − share)·x} (Yosinski et al. 2015). */
  record Decay(double share) implements Correction {
    @Override
    public Tensor of(Tensor image, int step, Preprocessing p, Buffers buffers) {
      float[] x = image.floats().clone();
      for (int i = 0; i < x.length; i++) {
        x[i] *= (float) (1 - share);
      }
      return Tensor.of(image.shape(), x);
    }
  }

  /** Keeps every channel to what black and white are: no colours that no photograph has. */
  record Clamp() implements Correction {
    private static final double WHITE = 255;

    @Override
    public Tensor of(Tensor image, int step, Preprocessing p, Buffers buffers) {
      Shape shape = image.shape();
      int plane = shape.size(2, 4);
      float[] x = image.floats().clone();
      for (int i = 0; i < x.length; i++) {
        int c = i / plane % shape.dim(1);
        float black = (float) (-p.mean().get(c) / p.std().get(c));
        float white = (float) ((WHITE * p.scale() - p.mean().get(c)) / p.std().get(c));
        x[i] = Math.max(black, Math.min(white, x[i]));
      }
      return Tensor.of(shape, x);
    }
  }

  /**
   * Sets the weakest pixels to 0, the mean colour: those whose norm over the colours is below a
   * percentile (Yosinski et al. 2015).
   */
  record ClipNorm(double percentile) implements Correction {
    public ClipNorm {
      if (!(percentile >= 0 && percentile < 100)) {
        throw new IllegalArgumentException(
            "clip: a percentile 0 … 100 is needed, got " + percentile);
      }
    }

    @Override
    public Tensor of(Tensor image, int step, Preprocessing p, Buffers buffers) {
      Shape shape = image.shape();
      int plane = shape.size(2, 4);
      int channels = shape.dim(1);
      float[] x = image.floats().clone();
      for (int n = 0; n < shape.dim(0); n++) {
        double[] norms = new double[plane];
        for (int i = 0; i < channels * plane; i++) {
          double v = x[n * channels * plane + i];
          norms[i % plane] += v * v;
        }
        double[] sorted = norms.clone();
        Arrays.sort(sorted);
        double least = sorted[(int) (percentile / 100 * plane)];
        for (int i = 0; i < channels * plane; i++) {
          if (norms[i % plane] < least) {
            x[n * channels * plane + i] = 0;
          }
        }
      }
      return Tensor.of(shape, x);
    }
  }

  /** All corrections one after the other. */
  static Tensor all(
      List<Correction> corrections, Tensor image, int step, Preprocessing p, Buffers buffers) {
    Tensor corrected = image;
    for (Correction c : corrections) {
      corrected = c.of(corrected, step, p, buffers);
    }
    return corrected;
  }
}
