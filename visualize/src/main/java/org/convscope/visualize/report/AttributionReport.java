package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.visualize.attribute.Attribution;
import org.convscope.visualize.attribute.Plane;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.AttributionSheet;
import org.convscope.visualize.render.Overlay;
import org.convscope.visualize.trust.Trust;

/**
 * Attributions of one image as a picture, raw values and JSON.
 *
 * @param provenance how they came about
 * @param image what the image is called
 * @param photo what the network saw
 * @param classes the classes with their maps
 */
public record AttributionReport(
    Provenance provenance, String image, BufferedImage photo, List<ExplainedClass> classes) {
  public AttributionReport {
    classes = List.copyOf(classes);
  }

  /** The page of all maps, as a PNG file. */
  public byte[] png() throws IOException {
    List<AttributionSheet.Block> blocks = new ArrayList<>();
    for (ExplainedClass c : classes) {
      List<AttributionSheet.Cell> cells = new ArrayList<>();
      for (Explanation e : c.explanations()) {
        Plane map = e.attribution().map();
        cells.add(
            new AttributionSheet.Cell(
                Overlay.over(photo, map.values(), map.height(), map.width()),
                e.method().title(),
                remark(e)));
      }
      String heading =
          String.format(
              Locale.ROOT, "%s: logit %.2f, p %.3f", c.name(), c.logit(), c.probability());
      blocks.add(new AttributionSheet.Block(heading, cells));
    }
    return provenance.png(AttributionSheet.page(image, photo, blocks), "attribution: " + image);
  }

  private static String remark(Explanation e) {
    if (e.trust().isPresent()) {
      Trust t = e.trust().get();
      return String.format(
          Locale.ROOT,
          "del %.2f  ins %.2f (random %.2f %.2f)",
          t.erasure().deletion(),
          t.erasure().insertion(),
          t.control().deletion(),
          t.control().insertion());
    }
    boolean blank = isBlank(e.attribution().map());
    Object gap = e.attribution().facts().get("completeness_gap");
    return blank
        ? "nothing: the map is 0 everywhere"
        : gap instanceof Double d ? String.format(Locale.ROOT, "completeness gap %.2g", d) : "";
  }

  private static boolean isBlank(Plane map) {
    for (float v : map.values()) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes page, raw values and JSON into a folder: per class K and method M {@code M-K.npy} [H×W],
   * {@code M-K.raw.npy} [C×H×W] where the method has it and {@code M-K.coarse.npy} [h×w] before
   * enlargement where there is one.
   *
   * @param stem name of the page and the JSON file
   */
  public void write(String stem, Output out) throws IOException {
    out.write(stem + ".png", png());
    for (ExplainedClass c : classes) {
      for (Explanation e : c.explanations()) {
        String name = fileName(c, e);
        Attribution a = e.attribution();
        out.write(name + ".npy", Npy.bytes(tensor(a.map())));
        if (a.raw().isPresent()) {
          out.write(name + ".raw.npy", Npy.bytes(a.raw().get()));
        }
        if (a.coarse().isPresent()) {
          out.write(name + ".coarse.npy", Npy.bytes(tensor(a.coarse().get())));
        }
      }
    }
    out.write(stem + ".json", Json.text(json()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String fileName(ExplainedClass c, Explanation e) {
    return e.method() + "-" + c.score().index();
  }

  private static Tensor tensor(Plane plane) {
    return Tensor.of(Shape.of(plane.height(), plane.width()), plane.values());
  }

  /** Everything but the maps themselves. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(provenance.entries());
    json.put("image", image);
    List<Map<String, Object>> all = new ArrayList<>();
    for (ExplainedClass c : classes) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("class", c.score().index());
      entry.put("name", c.name());
      entry.put("score", c.score().kind().name().toLowerCase(Locale.ROOT));
      entry.put("logit", c.logit());
      entry.put("probability", c.probability());
      List<Map<String, Object>> maps = new ArrayList<>();
      for (Explanation e : c.explanations()) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", e.method().toString());
        map.put("file", fileName(c, e) + ".npy");
        map.put("facts", e.attribution().facts());
        e.trust().ifPresent(t -> map.put("trust", t.entries()));
        maps.add(map);
      }
      entry.put("maps", maps);
      all.add(entry);
    }
    json.put("classes", all);
    return json;
  }
}
