/**
 * Features over a training: the strongest projections of feature maps at a list of checkpoints
 * (Zeiler and Fergus 2013, Fig. 4).
 */
package org.convscope.visualize.evolve;
