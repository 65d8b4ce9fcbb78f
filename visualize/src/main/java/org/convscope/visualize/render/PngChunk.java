package org.convscope.visualize.render;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A part of a PNG file (PNG specification §5.3).
 *
 * @param type four letters
 * @param data what it holds
 */
record PngChunk(String type, byte[] data) {
  /** The chunks of a whole file. */
  static List<PngChunk> of(byte[] png) throws IOException {
    List<PngChunk> chunks = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(png));
    in.skipNBytes(Png.SIGNATURE.length);
    while (in.available() > 0) {
      int length = in.readInt();
      String type = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
      chunks.add(new PngChunk(type, in.readNBytes(length)));
      in.skipNBytes(4);
    }
    return chunks;
  }

  /** Writes length, type, data and checksum. */
  void write(OutputStream out) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
