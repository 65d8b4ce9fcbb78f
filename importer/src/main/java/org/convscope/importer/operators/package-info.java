/**
 * What ONNX's operators mean: one table from operator names to functions that build the op, with
 * the differences between operator set versions resolved on the way.
 *
 * <p>ONNX passes much of what an op holds as attributes through input tensors (the shape of a
 * Reshape, the pads of a Pad). A table entry asks its {@link
 * org.convscope.importer.operators.Arguments} for such a value or for an input's shape; if it is
 * not known when the file is read, the op is built when the network runs, see {@link
 * org.convscope.importer.operators.Late}.
 */
package org.convscope.importer.operators;
