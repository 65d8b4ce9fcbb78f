/**
 * Images as differentiable functions of the numbers that ascent changes: pixels, Fourier
 * coefficients, a Laplacian pyramid, phases; and their colours.
 */
package org.convscope.visualize.ascend.image;
