/**
 * The program that shows what a network has learned: methods as plain functions, pictures, and the
 * commands on top.
 */
package org.convscope.visualize;
