/** Runs ONNX's backend test folders: a model with inputs and the outputs it must give. */
package org.convscope.importer.cases;
