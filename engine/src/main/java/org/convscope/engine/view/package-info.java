/**
 * Linear maps that move numbers rather than compute with them: selections (slice, pad, transpose,
 * tile, gather …) and resampling along an axis (resize, adaptive pooling), each with its adjoint.
 */
package org.convscope.engine.view;
