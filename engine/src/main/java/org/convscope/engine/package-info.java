/**
 * Tensors, window geometry and the compute kernels of convolutional networks.
 *
 * <p>Knows nothing of gradients, graphs or files: a kernel takes tensors and returns a tensor.
 */
package org.convscope.engine;
