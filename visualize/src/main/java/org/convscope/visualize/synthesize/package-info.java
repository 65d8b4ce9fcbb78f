/** Writes images of the synthetic set with their masks and parts, and a page to look at. */
package org.convscope.visualize.synthesize;
