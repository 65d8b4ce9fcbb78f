/**
 * The kernels on ND4J's own operations only, so that they run on any ND4J backend: CPU or GPU,
 * whichever is on the class path.
 */
package org.convscope.engine.nd4j;
