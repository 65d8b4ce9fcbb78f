/**
 * What ascent raises: scalars of a network's values, differentiable, that can be added and negated.
 */
package org.convscope.visualize.ascend.objective;
