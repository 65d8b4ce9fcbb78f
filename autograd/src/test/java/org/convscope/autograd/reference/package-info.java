/** Ops held against reference numbers: case folders with attributes, inputs, outputs, gradients. */
package org.convscope.autograd.reference;
