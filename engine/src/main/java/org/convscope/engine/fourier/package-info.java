/** Fast Fourier transforms of any length. */
package org.convscope.engine.fourier;
