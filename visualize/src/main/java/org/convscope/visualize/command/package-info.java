/**
 * The command line: options in, one line of complaint or a result out. The only place that prints,
 * and that ends the process.
 */
package org.convscope.visualize.command;
