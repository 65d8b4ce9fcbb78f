package org.convscope.models;

import org.convscope.autograd.Op;

/**
 * One node of a plan, its values by slot number.
 *
 * @param name the node's name
 * @param op what to compute
 * @param inputs slots to read, −1 for an omitted optional input
 * @param outputs slots to fill, −1 for an output that nobody reads
 * @param last slots that nothing reads after this step and nobody asked for
 */
record Step(String name, Op op, int[] inputs, int[] outputs, int[] last) {}
