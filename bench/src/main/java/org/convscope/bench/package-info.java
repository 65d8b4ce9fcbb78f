/**
 * Measurements: each convolution kernel at real layers' shapes, and whole networks against peers.
 */
package org.convscope.bench;
