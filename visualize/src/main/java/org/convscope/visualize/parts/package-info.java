/**
 * The file that says where the object and its parts are in a set of images, so that methods can
 * mask a part or be scored against it.
 *
 * <p>Written by {@code visualize synthesize}; for photographs it is made by hand or by another
 * program. {@link org.convscope.visualize.parts.PartsFile} documents the format.
 */
package org.convscope.visualize.parts;
