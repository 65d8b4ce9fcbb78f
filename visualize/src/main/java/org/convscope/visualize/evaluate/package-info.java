/** Attribution methods measured over many images whose objects are known. */
package org.convscope.visualize.evaluate;
