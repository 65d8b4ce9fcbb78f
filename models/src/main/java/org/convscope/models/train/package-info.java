/**
 * Training: optimisers, schedules, a network in training mode, one step after another.
 *
 * <p>Tensors never change, so a step makes new parameters and a new network.
 */
package org.convscope.models.train;
