/**
 * The deconvnet view of Zeiler and Fergus (2013): the images that excite a feature map most, and
 * what in them did it, projected down to the pixels.
 *
 * <p>Plain functions from a network, images and options to a result; pictures and files come after.
 */
package org.convscope.visualize.deconv;
