/**
 * Reverse-mode differentiation: a tape of recorded operators, a backward pass over it, and gradient
 * rules that replace the vector-Jacobian product of chosen operators.
 *
 * <p>Knows nothing of layers, training, files or images.
 */
package org.convscope.autograd;
