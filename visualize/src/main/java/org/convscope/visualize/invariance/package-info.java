/**
 * Invariance of features (Zeiler and Fergus 2013, §4.1 and Fig. 5): how far translating, scaling
 * and rotating an image moves a network's features.
 */
package org.convscope.visualize.invariance;
