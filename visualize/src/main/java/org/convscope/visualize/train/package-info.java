/**
 * Training sessions: data folders, epochs, checkpoints that a killed session goes on from, and the
 * training curve.
 */
package org.convscope.visualize.train;
