/** Where results go: never over something that is there, never half-written. */
package org.convscope.visualize.output;
