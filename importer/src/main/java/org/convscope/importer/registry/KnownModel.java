package org.convscope.importer.registry;

import org.convscope.models.Preprocessing;

/**
 * A public network that can be had by name.
 *
 * @param name what it is called here
 * @param path its file below the registry's address
 * @param bytes size of the file
 * @param sha256 digest of the file, in lower-case hexadecimal
 * @param preprocessing how photographs are prepared for it
 */
public record KnownModel(
    String name, String path, long bytes, String sha256, Preprocessing preprocessing) {
  /** The file's own name. */
  public String file() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
