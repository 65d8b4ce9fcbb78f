/**
 * Attribution: which places of an image a class score rests on. One class per method, each a plain
 * function from a {@link org.convscope.visualize.attribute.Subject} and {@link
 * org.convscope.visualize.attribute.AttributionOptions} to an {@link
 * org.convscope.visualize.attribute.Attribution}; {@link org.convscope.visualize.attribute.Method}
 * lists them.
 */
package org.convscope.visualize.attribute;
