/**
 * Correspondence of parts (Zeiler and Fergus 2013, §4.3 and Table 1): whether covering the same
 * part in different images changes the features in the same way.
 */
package org.convscope.visualize.correspond;
