/**
 * Whole networks on Convscope, ONNX Runtime and libtorch in one run: the same weights and inputs,
 * equal results first, then alternating rounds.
 */
package org.convscope.bench.compare;
