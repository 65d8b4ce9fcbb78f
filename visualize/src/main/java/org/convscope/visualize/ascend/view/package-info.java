/**
 * The views of an image that the network gets to see: moved, scaled, turned or cut, all as one
 * affine map and one interpolation.
 */
package org.convscope.visualize.ascend.view;
