/**
 * How far an attribution can be trusted: whether what it points at carries the score, lies on the
 * object, is stable and depends on what the network has learned.
 */
package org.convscope.visualize.trust;
