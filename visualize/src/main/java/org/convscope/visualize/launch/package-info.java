/**
 * Starts the program with the JVM flags that it needs. {@code java -jar} cannot add an incubator
 * module, so the launcher starts itself again where the Vector API is missing.
 */
package org.convscope.visualize.launch;
