/** Making a picture again from what it says about itself, and comparing the two. */
package org.convscope.visualize.rerun;
