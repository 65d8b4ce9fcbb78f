/**
 * Transfer: how well linear classifiers tell classes apart by frozen features (Zeiler and Fergus
 * 2013, §5.2 and Tables 4, 6 and 7). Features are computed in one pass over the images for all
 * layers; the classifiers are solved to convergence in double.
 */
package org.convscope.visualize.probe;
