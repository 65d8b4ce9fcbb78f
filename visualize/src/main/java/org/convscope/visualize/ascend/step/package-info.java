/** How a gradient becomes a step upwards. */
package org.convscope.visualize.ascend.step;
