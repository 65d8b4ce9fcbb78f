/**
 * Occlusion (Zeiler and Fergus 2013, §4.2 and Fig. 7): a square is moved over the image, and what
 * happens to the classes and to a feature map is written down for every position.
 */
package org.convscope.visualize.occlude;
