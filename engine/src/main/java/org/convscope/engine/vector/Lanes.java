package org.convscope.engine.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width, chosen once at start: the machine's preferred one up to 512 bits, or the one
 * that {@code -Dconvscope.vector.bits=128|256|512} forces.
 *
 * <p>The layout does not depend on it: a block of 16 channels is one vector of 512 bits, two of 256
 * or four of 128. Kernels compute <em>panels</em> of two vectors' width.
 */
final class Lanes {
  private Lanes() {}

  /** The system property that forces a width. */
  static final String BITS = "convscope.vector.bits";

  /** Species of the float vectors. */
  static final VectorSpecies<Float> FLOATS = choose();

  /** Species of int vectors of the same shape. */
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());

  /** Floats in a vector. */
  static final int VECTOR = FLOATS.length();

  /** Output channels of a panel: two vectors. */
  static final int PANEL = 2 * VECTOR;

  private static VectorSpecies<Float> choose() {
    int preferred = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    int bits = Integer.getInteger(BITS, Math.max(128, preferred));
    return switch (bits) {
      case 128 -> FloatVector.SPECIES_128;
      case 256 -> FloatVector.SPECIES_256;
      case 512 -> FloatVector.SPECIES_512;
      default ->
          throw new IllegalArgumentException(
              BITS + ": the vector width must be 128, 256 or 512, got " + bits);
    };
  }

  /** True where 32 vector registers exist: AVX-512 and AArch64. AVX2 and SSE have 16. */
  static boolean manyRegisters() {
    return VECTOR == 16 || System.getProperty("os.arch").equals("aarch64");
  }
}
