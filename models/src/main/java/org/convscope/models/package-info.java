/**
 * Networks as graphs of named operators: running them forward and back, addressing their layers,
 * building the classic architectures.
 *
 * <p>Knows nothing of file formats or the command line.
 */
package org.convscope.models;
