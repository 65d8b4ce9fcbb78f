/** Residual blocks in ascent: what flows back through the shortcut and what through the branch. */
package org.convscope.visualize.ascend.residual;
