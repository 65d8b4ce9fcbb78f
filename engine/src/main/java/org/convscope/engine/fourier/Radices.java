package org.convscope.engine.fourier;

import java.util.ArrayList;
import java.util.List;

/** The factors that a transform of some length is done in. */
public final class Radices {
  /** Above it {@link ChirpZ} is faster: radix r takes some r/2 multiply-adds per number. */
  private static final int LARGEST = 31;

  private Radices() {}

  /** Odd primes, fours, and a two if one is left; none for 1. */
  public static List<Integer> of(int n) {
    List<Integer> factors = new ArrayList<>();
    int rest = n;
    for (int p = 3; Integer.bitCount(rest) > 1; p += 2) {
      if (p > rest / p) {
        p = rest >> Integer.numberOfTrailingZeros(rest);
      }
      for (; rest % p == 0; rest /= p) {
        factors.add(p);
      }
    }
    for (; rest >= 4; rest /= 4) {
      factors.add(4);
    }
    if (rest == 2) {
      factors.add(2);
    }
    return factors;
  }

  /** True if no factor is so large that there are faster ways. */
  public static boolean suit(int n) {
    return of(n).stream().allMatch(f -> f <= LARGEST);
  }
}
