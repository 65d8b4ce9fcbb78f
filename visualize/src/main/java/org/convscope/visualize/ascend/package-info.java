/**
 * Gradient ascent: images that raise a class, a unit, a layer or any other scalar of a network
 * (Simonyan et al. 2013; Yosinski et al. 2015; Mordvintsev et al. 2015; Olah et al. 2017).
 */
package org.convscope.visualize.ascend;
