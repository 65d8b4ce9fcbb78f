package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.deconv.DeconvResult;
import org.convscope.visualize.deconv.DeconvResult.MapView;
import org.convscope.visualize.deconv.Excitation;
import org.convscope.visualize.deconv.Lanes;
import org.convscope.visualize.deconv.Projection;
import org.convscope.visualize.image.Photos;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.Contrast;
import org.convscope.visualize.render.DeconvSheet;
import org.convscope.visualize.render.Images;
import org.convscope.visualize.render.MapPatches;

/**
 * The deconvnet view as files: {@code overview.png}, per feature map {@code map-7.png} (projections
 * next to the photographs' patches, both cut to the receptive field) and {@code map-7.npy} (the raw
 * projections [top×C×H×W] in the network's input space), and {@code deconv.json}.
 *
 * <p>What of a receptive field lies outside the image is mid-grey, which is 0 in a projection.
 */
public final class DeconvReport {

  private final Provenance provenance;
  private final Layer layer;
  private final String rule;
  private final Preprocessing preprocessing;
  private final Photos photos;
  private final List<Kernels> lanes;
  private final Output out;
  private final List<MapPatches> thumbnails = new ArrayList<>();
  private final List<Map<String, Object>> maps = new ArrayList<>();
  private DeconvResult last;

  /**
   * Writes into an open output folder.
   *
   * @param lanes one for each thread that may draw
   */
  public DeconvReport(
      Provenance provenance,
      Layer layer,
      String rule,
      Preprocessing preprocessing,
      Photos photos,
      List<Kernels> lanes,
      Output out) {
    this.provenance = provenance;
    this.layer = layer;
    this.rule = rule;
    this.preprocessing = preprocessing;
    this.photos = photos;
    this.lanes = List.copyOf(lanes);
    this.out = out;
  }

  /** Writes the pages and raw values of some feature maps. */
  public void add(DeconvResult part) {
    Map<Excitation, BufferedImage> patches = patches(part);
    int count = part.maps().size();
    int all = thumbnails.size() + count;
    thumbnails.replaceAll(map -> DeconvSheet.thumbnails(map, all));
    MapPatches[] drawn = new MapPatches[count];
    Lanes.forEach(
        lanes,
        count,
        (kernels, i) -> {
          MapView view = part.maps().get(i);
          MapPatches map = drawn(part, view, patches);
          drawn[i] = DeconvSheet.thumbnails(map, all);
          write(part, view, map);
        });
    thumbnails.addAll(List.of(drawn));
    part.maps().forEach(view -> maps.add(entries(view, name(view))));
    last = part;
  }

  private void write(DeconvResult part, MapView view, MapPatches map) {
    try {
      String title = title() + ", " + map.title();
      out.write(name(view) + ".png", provenance.png(DeconvSheet.page(title(), map), title));
      out.write(name(view) + ".npy", Npy.bytes(raw(part, view)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(MapView view) {
    return "map-" + view.map();
  }

  /** Writes the overview and the facts of all maps, and returns what {@code deconv.json} holds. */
  public Map<String, Object> finish() throws IOException {
    out.write(
        "overview.png",
        provenance.png(DeconvSheet.overview(title(), subtitle(), thumbnails), title()));
    Map<String, Object> json = entries();
    out.write("deconv.json", Json.text(json).getBytes(StandardCharsets.UTF_8));
    return json;
  }

  /** Photographs that could not be read, with the reason. */
  public List<String> skipped() {
    return last.skipped();
  }

  private String title() {
    return layer.path() + " of " + provenance.network();
  }

  private String subtitle() {
    int count = photos.names().size();
    return "left: the strongest activations "
        + (count == 1 ? "on " + photos.names().get(0) : "in " + count + " images")
        + ", projected to the pixels by the rule "
        + rule
        + "; right: what the units saw";
  }

  private Map<Excitation, BufferedImage> patches(DeconvResult part) {
    Map<Excitation, Region> fields = new HashMap<>();
    part.maps().forEach(v -> v.top().forEach(p -> fields.put(p.excitation(), p.field())));
    return Patches.of(photos, lanes, fields);
  }

  private MapPatches drawn(
      DeconvResult result, MapView view, Map<Excitation, BufferedImage> patches) {
    List<BufferedImage> projections = new ArrayList<>();
    List<BufferedImage> photographs = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (Projection p : view.top()) {
      Region field = p.field();
      float[] cut = field.crop(preprocessing.rgb(p.pixels()), result.height(), result.width());
      projections.add(Images.signed(cut, field.height(), field.width(), Contrast.of(cut)));
      photographs.add(patches.get(p.excitation()));
      String name = photos.names().get(p.excitation().image());
      captions.add("%.1f  %s".formatted(p.excitation().activation(), stem(name)));
    }
    float strongest = view.top().get(0).excitation().activation();
    return new MapPatches(
        "map " + view.map(),
        strongest > 0 ? "strongest %.1f".formatted(strongest) : "silent on these images",
        projections,
        photographs,
        captions);
  }

  private static String stem(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static Tensor raw(DeconvResult result, MapView view) {
    int size = view.top().get(0).pixels().length;
    float[] all = new float[size * view.top().size()];
    for (int i = 0; i < view.top().size(); i++) {
      System.arraycopy(view.top().get(i).pixels(), 0, all, i * size, size);
    }
    int channels = size / (result.height() * result.width());
    return Tensor.of(Shape.of(view.top().size(), channels, result.height(), result.width()), all);
  }

  private Map<String, Object> entries() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", layer.path());
    json.put("node", layer.node());
    json.put("value", layer.value());
    json.put("rule", rule);
    json.put("images", photos.names().size());
    json.put("input", List.of(last.height(), last.width()));
    json.put("preprocessing", preprocessing.toMetadata());
    json.put("maps", maps);
    json.put("skipped", last.skipped());
    json.putAll(provenance.entries());
    return json;
  }

  private Map<String, Object> entries(MapView view, String name) {
    List<Map<String, Object>> top = new ArrayList<>();
    for (Projection p : view.top()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("image", photos.names().get(p.excitation().image()));
      entry.put("activation", p.excitation().activation());
      entry.put("y", p.excitation().y());
      entry.put("x", p.excitation().x());
      Map<String, Object> field = new LinkedHashMap<>();
      field.put("top", p.field().top());
      field.put("left", p.field().left());
      field.put("height", p.field().height());
      field.put("width", p.field().width());
      entry.put("field", field);
      top.add(entry);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("map", view.map());
    map.put("picture", name + ".png");
    map.put("projections", name + ".npy");
    map.put("top", top);
    return map;
  }
}
