/**
 * A labelled image set that the project draws itself: shapes, textures and simple objects with
 * known masks and parts, so that a network can be trained offline and its visualisations scored.
 *
 * <p>Image {@code i} is a pure function of (edge, seed, split, i): random numbers are
 * counter-based, so neither order nor threads matter. Outlines are polygons filled by Java2D's
 * anti-aliasing renderer into an 8-bit coverage raster; everything else (colour, texture, light,
 * blur, noise) is plain arithmetic on floats. No font, no curve flattening, no platform text, no
 * {@code Math.sin}: the same bytes on JDK 17 and 25.
 */
package org.convscope.models.synthetic;
