/**
 * Textbook loops for every kernel, in float and double: the reference that the other sets are
 * tested against, and what gradient checks run on.
 */
package org.convscope.engine.scalar;
