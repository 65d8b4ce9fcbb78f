/**
 * Rewriting a network's nodes for speed: normalisation folded into the convolution before it,
 * rectifier and residual addition computed in the convolution's epilogue, concatenations written to
 * directly, identities removed.
 *
 * <p>A rewritten graph has the same values under the same names wherever somebody asks for them,
 * and presents the same operators to gradient rules.
 */
package org.convscope.models.rewrite;
