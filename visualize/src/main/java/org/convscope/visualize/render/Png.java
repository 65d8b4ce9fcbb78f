package org.convscope.visualize.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** PNG files with text chunks (iTXt) that say how the picture was made. */
public final class Png {
  private static final String FORMAT = "javax_imageio_png_1.0";

  private Png() {}

  /** Writes a picture and its texts; the stream stays open. */
  public static void write(BufferedImage image, Map<String, String> texts, OutputStream out)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
      IIOMetadataNode root = new IIOMetadataNode(FORMAT);
      IIOMetadataNode chunk = new IIOMetadataNode("iTXt");
      texts.forEach((key, text) -> chunk.appendChild(entry(key, text)));
      root.appendChild(chunk);
      metadata.mergeTree(FORMAT, root);
      writer.write(null, new IIOImage(image, null, metadata), null);
    } finally {
      writer.dispose();
    }
    bytes.writeTo(out);
  }

  /** The texts of a PNG file, in their order; empty if it has none. */
  public static Map<String, String> texts(InputStream in) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream stream = ImageIO.createImageInputStream(in)) {
      reader.setInput(stream);
      Node root = reader.getImageMetadata(0).getAsTree(FORMAT);
      Map<String, String> texts = new LinkedHashMap<>();
      NodeList children = root.getChildNodes();
      for (int i = 0; i < children.getLength(); i++) {
        if (children.item(i).getNodeName().equals("iTXt")) {
          collect(children.item(i), texts);
        }
      }
      return texts;
    } finally {
      reader.dispose();
    }
  }

  private static void collect(Node chunk, Map<String, String> texts) {
    NodeList entries = chunk.getChildNodes();
    for (int i = 0; i < entries.getLength(); i++) {
      var attributes = entries.item(i).getAttributes();
      texts.put(
          attributes.getNamedItem("keyword").getNodeValue(),
          attributes.getNamedItem("text").getNodeValue());
    }
  }

  private static IIOMetadataNode entry(String keyword, String text) {
    IIOMetadataNode node = new IIOMetadataNode("iTXtEntry");
    node.setAttribute("keyword", keyword);
    node.setAttribute("compressionFlag", "FALSE");
    node.setAttribute("compressionMethod", "0");
    node.setAttribute("languageTag", "");
    node.setAttribute("translatedKeyword", "");
    node.setAttribute("text", text);
    return node;
  }
}
