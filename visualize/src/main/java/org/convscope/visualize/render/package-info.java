/**
 * From numbers to pictures: projections, photographs, feature maps, sheets of them with captions,
 * and PNG files that carry how they were made. Knows nothing of networks.
 */
package org.convscope.visualize.render;
