/**
 * ONNX in and out: files to networks and back, model names and downloads, and the runner of ONNX's
 * own backend test cases.
 */
package org.convscope.importer;
