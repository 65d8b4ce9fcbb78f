/**
 * The classes of a classifier: their names, where their scores are, and one of them as the scalar
 * that a method explains.
 */
package org.convscope.visualize.classes;
