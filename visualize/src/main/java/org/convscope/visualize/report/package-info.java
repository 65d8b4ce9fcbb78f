/**
 * Files of a method's result: pictures, raw values and how they came about. Knows nothing of the
 * command line.
 */
package org.convscope.visualize.report;
