/**
 * Photographs: reading any common format into plain RGB, resizing without aliasing, and turning
 * them into a network's input.
 */
package org.convscope.visualize.image;
