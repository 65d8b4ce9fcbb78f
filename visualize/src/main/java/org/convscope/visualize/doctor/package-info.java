/**
 * What commonly goes wrong when a network is looked at, found before it costs an afternoon: dead
 * units, a softmax at the end, wrong preprocessing, fields larger than the image, noise for a
 * result. Each finding comes with its remedy.
 */
package org.convscope.visualize.doctor;
