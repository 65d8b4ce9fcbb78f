package org.convscope.engine;

/**
 * Random numbers by counter: the i-th number of a stream is a pure function of (seed, stream, i),
 * so results do not depend on threads, batches or the order of asking.
 *
 * <p>Two rounds of the SplitMix64 finaliser (Steele, Lea and Flood 2014) over seed, stream and
 * counter. Immutable and thread-safe.
 */
public final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;

  private CounterRandom(long key) {
    this.key = key;
  }

  /** The numbers of a seed. */
  public static CounterRandom of(long seed) {
    return new CounterRandom(mix(seed + GOLDEN));
  }

  /** An independent stream under a number: an image index, a step, an epoch. */
  public CounterRandom stream(long id) {
    return new CounterRandom(mix(key ^ mix(id * GOLDEN + 1)));
  }

  /** An independent stream under a name: a parameter, a purpose. */
  public CounterRandom stream(String name) {
    long h = 0xCBF29CE484222325L;
    for (int i = 0; i < name.length(); i++) {
      h = (h ^ name.charAt(i)) * 0x100000001B3L;
    }
    return stream(h);
  }

  /** 64 random bits. */
  public long bits(long counter) {
    return mix(mix(key + counter * GOLDEN) ^ key);
  }

  /** Uniform in [0, 1), 53 bits. */
  public double uniform(long counter) {
    return (bits(counter) >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  public double uniform(long counter, double low, double high) {
    return low + (high - low) * uniform(counter);
  }

  /** Uniform in 0 … bound−1. */
  public int below(long counter, int bound) {
    return (int) (uniform(counter) * bound);
  }

  /** Standard normal, by the Box–Muller transform of two numbers of this counter. */
  public double gaussian(long counter) {
    double u = 1 - uniform(counter);
    double v = (mix(bits(counter) + GOLDEN) >>> 11) * 0x1.0p-53;
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
  }

  /** A permutation of 0 … n−1 (Fisher–Yates). */
  public int[] permutation(int n) {
    int[] p = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i, i + 1);
      p[i] = p[j];
      p[j] = i;
    }
    return p;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
