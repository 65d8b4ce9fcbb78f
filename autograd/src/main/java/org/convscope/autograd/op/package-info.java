/** The differentiable operators, one file each: attributes, shape rule, forward and vjp. */
package org.convscope.autograd.op;
