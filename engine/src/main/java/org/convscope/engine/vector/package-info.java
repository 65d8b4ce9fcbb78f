/**
 * The Java Vector API kernels: float, NCHW16c, the default on a CPU.
 *
 * <p>The only package that knows {@code jdk.incubator.vector}. Everything without a fast form here
 * (double, integers, windows that are not 2-D, odd axes) goes to the scalar kernels.
 */
package org.convscope.engine.vector;
