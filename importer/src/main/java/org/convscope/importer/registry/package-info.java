/**
 * Public networks by name: which there are, where they are fetched from and kept, and how
 * photographs are prepared for them.
 */
package org.convscope.importer.registry;
