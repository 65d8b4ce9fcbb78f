/**
 * The ONNX file format: the protobuf messages (generated from {@code onnx.proto} into {@code
 * OnnxProto}), and the tensors in them read and written in every storage form.
 *
 * <p>Nothing here knows what an operator means, and no other module sees a protobuf class.
 */
package org.convscope.importer.format;
