/**
 * What keeps an image natural: penalties that are part of the score, and corrections after a step.
 */
package org.convscope.visualize.ascend.regularise;
