package org.convscope.autograd;

/**
 * One recorded application of an op, as a {@link Rule} sees it.
 *
 * @param name the node's name, empty outside networks
 * @param type the op's type; a fused op presents its parts one by one
 * @param vjp the exact vector-Jacobian product, with what it holds
 */
public record Call(String name, String type, Vjp vjp) {}
