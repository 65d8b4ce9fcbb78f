package org.convscope.importer.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.importer.format.OnnxProto.StringStringEntryProto;

/**
 * Tensor data that lives in a file of its own beside the model. Only files inside the model's own
 * folder are read: no absolute locations, no {@code ..}, no link that leads outside.
 *
 * @param folder the folder of the model
 */
record ExternalData(Path folder) {

  /** The bytes of a tensor that needs {@code bytes} of them. */
  ByteBuffer read(List<StringStringEntryProto> entries, long bytes) {
    Map<String, String> keys = new HashMap<>();
    for (StringStringEntryProto e : entries) {
      keys.put(e.getKey(), e.getValue());
    }
    String location = keys.get("location");
    if (location == null || location.isEmpty()) {
      throw new IllegalArgumentException("external data needs a location, got " + keys.keySet());
    }
    long offset = number(keys, "offset", 0);
    long length = number(keys, "length", bytes);
    if (length != bytes) {
      throw new IllegalArgumentException(
          "external data must be as long as type and shape say, %d bytes, got length %d"
              .formatted(bytes, length));
    }
    Path file = inside(location);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() || length > channel.size() - offset) {
        throw new IllegalArgumentException(
            "external data must lie inside its file, got offset %d, length %d in %s of %d bytes"
                .formatted(offset, length, location, channel.size()));
      }
      return length == 0
          ? ByteBuffer.allocate(0)
          : channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    } catch (IOException e) {
      throw new IllegalArgumentException("external data cannot be read, got " + e, e);
    }
  }

  private Path inside(String location) {
    try {
      Path relative = Path.of(location);
      boolean climbs = false;
      for (Path part : relative) {
        climbs |= part.toString().equals("..");
      }
      if (relative.isAbsolute() || climbs || location.startsWith("/")) {
        throw new IllegalArgumentException(
            "external data must lie in the model's folder, got location " + location);
      }
      Path file = folder.resolve(relative);
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            "external data must be a file in the model's folder, got location " + location);
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new IllegalArgumentException(
            "external data must lie in the model's folder, got a link out of it at " + location);
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw new IllegalArgumentException("external data cannot be read, got " + e.getMessage(), e);
    }
  }

  private static long number(Map<String, String> keys, String key, long absent) {
    String text = keys.get(key);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, together with negative numbers
    }
    throw new IllegalArgumentException(
        "external data's %s must be a whole number from 0 on, got %s".formatted(key, text));
  }
}
