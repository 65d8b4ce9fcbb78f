package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.deconv.Projection;
import org.convscope.visualize.evolve.Evolution;
import org.convscope.visualize.image.Photos;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.Contrast;
import org.convscope.visualize.render.EvolutionSheet;
import org.convscope.visualize.render.Gif;
import org.convscope.visualize.render.Images;

/**
 * An evolution as files: {@code evolution.png} (a row per map, a column per checkpoint), the same
 * projections as {@code evolution.gif}, per map {@code map-7.npy} (raw projections
 * [checkpoints×C×H×W]) and {@code evolve.json}. A map has one contrast over all checkpoints.
 */
public final class EvolveReport {
  private static final int HUNDREDTHS = 80;

  private final Provenance provenance;
  private final Layer layer;
  private final String rule;
  private final Preprocessing preprocessing;
  private final Photos photos;

  public EvolveReport(
      Provenance provenance, Layer layer, String rule, Preprocessing preprocessing, Photos photos) {
    this.provenance = provenance;
    this.layer = layer;
    this.rule = rule;
    this.preprocessing = preprocessing;
    this.photos = photos;
  }

  /** Writes all files into an open output folder and returns what {@code evolve.json} holds. */
  public Map<String, Object> write(Evolution evolution, Output out) throws IOException {
    List<EvolutionSheet.Row> rows = new ArrayList<>();
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Evolution.History h : evolution.maps()) {
      rows.add(drawn(evolution, h));
      out.write("map-" + h.map() + ".npy", Npy.bytes(raw(evolution, h)));
      maps.add(entries(evolution, h));
    }
    String title = layer.path() + " in the course of the training";
    String subtitle =
        "the strongest activation over %d images, projected by the rule %s, one contrast per map; below what the unit saw"
            .formatted(photos.names().size(), rule);
    out.write(
        "evolution.png",
        provenance.png(EvolutionSheet.page(title, subtitle, evolution.stages(), rows), title));
    out.write(
        "evolution.gif",
        Gif.of(EvolutionSheet.frames(title, evolution.stages(), rows), HUNDREDTHS));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", layer.path());
    json.put("value", layer.value());
    json.put("rule", rule);
    json.put("images", photos.names().size());
    json.put("checkpoints", evolution.stages());
    json.put("maps", maps);
    json.putAll(provenance.entries());
    out.write("evolve.json", Json.text(json).getBytes(StandardCharsets.UTF_8));
    return json;
  }

  private EvolutionSheet.Row drawn(Evolution evolution, Evolution.History h) {
    List<float[]> crops = new ArrayList<>();
    List<BufferedImage> patches = new ArrayList<>();
    for (Projection p : h.strongest()) {
      crops.add(
          p.field().crop(preprocessing.rgb(p.pixels()), evolution.height(), evolution.width()));
      patches.add(new Patches(photos.fitted(p.excitation().image())).in(p.field()));
    }
    Contrast contrast = Contrast.of(crops.toArray(float[][]::new));
    List<BufferedImage> projections = new ArrayList<>();
    List<Float> activations = new ArrayList<>();
    for (int s = 0; s < crops.size(); s++) {
      Projection p = h.strongest().get(s);
      projections.add(Images.signed(crops.get(s), p.field().height(), p.field().width(), contrast));
      activations.add(p.excitation().activation());
    }
    return new EvolutionSheet.Row("map " + h.map(), projections, patches, activations);
  }

  private static Tensor raw(Evolution evolution, Evolution.History h) {
    int size = h.strongest().get(0).pixels().length;
    float[] all = new float[size * h.strongest().size()];
    for (int s = 0; s < h.strongest().size(); s++) {
      System.arraycopy(h.strongest().get(s).pixels(), 0, all, s * size, size);
    }
    int channels = size / (evolution.height() * evolution.width());
    return Tensor.of(
        Shape.of(h.strongest().size(), channels, evolution.height(), evolution.width()), all);
  }

  private Map<String, Object> entries(Evolution evolution, Evolution.History h) {
    List<Map<String, Object>> stages = new ArrayList<>();
    for (int s = 0; s < h.strongest().size(); s++) {
      Projection p = h.strongest().get(s);
      Map<String, Object> stage = new LinkedHashMap<>();
      stage.put("checkpoint", evolution.stages().get(s));
      stage.put("image", photos.names().get(p.excitation().image()));
      stage.put("activation", p.excitation().activation());
      stage.put("y", p.excitation().y());
      stage.put("x", p.excitation().x());
      stages.add(stage);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("map", h.map());
    map.put("projections", "map-" + h.map() + ".npy");
    map.put("strongest", stages);
    return map;
  }
}
