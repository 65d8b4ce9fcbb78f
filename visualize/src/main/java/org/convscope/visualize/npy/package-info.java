/** NumPy's array files: raw values in and out. */
package org.convscope.visualize.npy;
