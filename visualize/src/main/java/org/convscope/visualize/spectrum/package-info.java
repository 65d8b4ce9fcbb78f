/** How the energy of a picture is spread over spatial frequencies. */
package org.convscope.visualize.spectrum;
