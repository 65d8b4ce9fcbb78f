package org.convscope.visualize.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.convscope.engine.DType;
import org.convscope.engine.Npy;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;
import org.convscope.models.Layer;
import org.convscope.models.Preprocessing;
import org.convscope.models.ReceptiveField.Region;
import org.convscope.visualize.classes.ClassNames;
import org.convscope.visualize.occlude.OcclusionResult;
import org.convscope.visualize.occlude.OcclusionResult.ClassMap;
import org.convscope.visualize.occlude.OcclusionResult.FeatureMap;
import org.convscope.visualize.occlude.WindowGrid;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.Contrast;
import org.convscope.visualize.render.Images;
import org.convscope.visualize.render.Overlay;
import org.convscope.visualize.render.Panel;
import org.convscope.visualize.render.PanelSheet;
import org.convscope.visualize.render.PositionMap;

/** Occlusion as files: a page, raw values, and what they mean. */
public final class OcclusionReport {
  private final Provenance provenance;
  private final ClassNames names;
  private final Layer layer;
  private final String fill;
  private final String image;
  private final BufferedImage picture;
  private final Optional<Preprocessing> preprocessing;

  /**
   * What was looked at.
   *
   * @param name of the image
   * @param picture what the network sees
   * @param preprocessing how it became the network's input, where that is known
   */
  public record Subject(
      String name, BufferedImage picture, Optional<Preprocessing> preprocessing) {}

  /**
   * @param layer the followed layer
   * @param fill what the square shows, as it was typed
   */
  public OcclusionReport(
      Provenance provenance, ClassNames names, Layer layer, String fill, Subject subject) {
    this.provenance = provenance;
    this.names = names;
    this.layer = layer;
    this.fill = fill;
    this.image = subject.name();
    this.picture = subject.picture();
    this.preprocessing = subject.preprocessing();
  }

  /** Writes all files into an open output folder. */
  public void write(OcclusionResult result, Map<String, Object> json, Output out)
      throws IOException {
    out.write("occlude.png", png(result));
    Shape positions = Shape.of(result.grid().rows(), result.grid().columns());
    Shape pixels = Shape.of(result.grid().imageHeight(), result.grid().imageWidth());
    for (ClassMap c : result.classes()) {
      String suffix = suffix(result, c);
      out.write("probability" + suffix + ".npy", Npy.bytes(Tensor.of(positions, c.probability())));
      out.write("logit" + suffix + ".npy", Npy.bytes(Tensor.of(positions, c.logit())));
      out.write("pixels" + suffix + ".npy", Npy.bytes(Tensor.of(pixels, c.pixels().values())));
    }
    long[] top = new long[result.top().length];
    for (int i = 0; i < top.length; i++) {
      top[i] = result.top()[i];
    }
    out.write("top-class.npy", Npy.bytes(Tensor.of(DType.INT64, positions, top)));
    out.write("top-probability.npy", Npy.bytes(Tensor.of(positions, result.topProbability())));
    if (result.feature().isPresent()) {
      FeatureMap f = result.feature().get();
      out.write("activation.npy", Npy.bytes(Tensor.of(positions, f.sums())));
      out.write("projection.npy", Npy.bytes(f.projection()));
    }
    out.write("occlude.json", Json.text(json).getBytes(StandardCharsets.UTF_8));
  }

  private static String suffix(OcclusionResult result, ClassMap c) {
    return result.classes().size() == 1 ? "" : "-" + c.score().index();
  }

  /** The page as a PNG file. */
  public byte[] png(OcclusionResult result) throws IOException {
    WindowGrid grid = result.grid();
    PositionMap map = tiles(grid, picture);
    TopClasses top = TopClasses.of(result);
    List<Panel> panels = new ArrayList<>();
    ClassMap first = result.classes().get(0);
    panels.add(
        new Panel(
            image,
            "the square where it lowers " + name(first) + " most",
            framed(picture, grid, lowest(first.probability()))));
    for (ClassMap c : result.classes()) {
      panels.add(
          new Panel(
              "Probability of " + name(c),
              "%.3g … %.3g, un-occluded %.3g; dark is 0"
                  .formatted(least(c.probability()), most(c.probability()), c.cleanProbability()),
              map.heat(c.probability(), Math.max(most(c.probability()), c.cleanProbability()))));
      panels.add(
          new Panel(
              "Pixels that speak for " + name(c),
              "mean drop of the %s: red for, blue against"
                  .formatted(c.score().kind().toString().toLowerCase(Locale.ROOT)),
              Overlay.over(picture, c.pixels().values(), grid.imageHeight(), grid.imageWidth())));
    }
    panels.add(
        new Panel(
            "Most probable class",
            top.listed().size() + " classes at " + result.top().length + " positions",
            map.tiles(top.colours(result.top())),
            top.legend(result.top(), names)));
    result.feature().ifPresent(f -> panels.addAll(feature(f, grid, map)));
    return provenance.png(
        PanelSheet.page(
            title(),
            subtitle(result),
            panels,
            Optional.of(OcclusionCurves.of(result, names, PanelSheet.chartWidth()))),
        title());
  }

  private String title() {
    return "Occlusion of " + image;
  }

  private String subtitle(OcclusionResult result) {
    WindowGrid g = result.grid();
    return "%d×%d pixels of %s in steps of %d×%d, %s; %.1f %% of the multiply-adds saved"
        .formatted(
            g.square().height(),
            g.square().width(),
            fill,
            g.square().strideY(),
            g.square().strideX(),
            edge(g),
            100 * result.cost().saved());
  }

  private static String edge(WindowGrid g) {
    return g.edge() == WindowGrid.Edge.INSIDE
        ? "the square always fully inside"
        : "the square also over the edge";
  }

  private List<Panel> feature(FeatureMap f, WindowGrid grid, PositionMap map) {
    float[] raw = f.projection().floats();
    float[] planes = preprocessing.map(p -> p.rgb(raw)).orElse(raw);
    return List.of(
        new Panel(
            "Sum of map " + f.map() + " of " + layer.path(),
            "%.4g … %.4g, un-occluded %.4g; dark is 0"
                .formatted(least(f.sums()), most(f.sums()), f.cleanSum()),
            map.heat(f.sums(), Math.max(most(f.sums()), f.cleanSum()))),
        new Panel(
            "What excites it: its projection",
            "deconvnet, strongest activation %.4g at row %d, column %d"
                .formatted(f.activation(), f.y(), f.x()),
            Images.signed(planes, grid.imageHeight(), grid.imageWidth(), Contrast.of(planes))));
  }

  /** Tiles around the middles of the square's positions. */
  private static PositionMap tiles(WindowGrid g, BufferedImage picture) {
    int[] tops = new int[g.rows() + 1];
    int[] lefts = new int[g.columns() + 1];
    for (int r = 0; r < tops.length; r++) {
      tops[r] = g.top(r) + (g.square().height() - g.square().strideY()) / 2;
    }
    for (int c = 0; c < lefts.length; c++) {
      lefts[c] = g.left(c) + (g.square().width() - g.square().strideX()) / 2;
    }
    return new PositionMap(picture, tops, lefts);
  }

  private static BufferedImage framed(BufferedImage picture, WindowGrid grid, int window) {
    BufferedImage framed = Images.resized(picture, picture.getHeight(), picture.getWidth());
    Region r = grid.windows().get(window);
    Graphics2D g = framed.createGraphics();
    g.setColor(new Color(0x99808080, true));
    g.fillRect(r.left(), r.top(), r.width(), r.height());
    g.setColor(Color.WHITE);
    g.drawRect(r.left(), r.top(), r.width() - 1, r.height() - 1);
    g.dispose();
    return framed;
  }

  private String name(ClassMap c) {
    return names.name(c.score().index());
  }

  /** What happened, in lines for people. */
  public List<String> summary(OcclusionResult result) {
    List<String> lines = new ArrayList<>();
    for (ClassMap c : result.classes()) {
      int at = lowest(c.probability());
      Region r = result.grid().windows().get(at);
      lines.add(
          "%s: probability %.4f, lowest %.4f (%s) with the square at row %d, column %d"
              .formatted(
                  name(c),
                  c.cleanProbability(),
                  c.probability()[at],
                  names.name(result.top()[at]),
                  r.top(),
                  r.left()));
    }
    lines.add(
        "%d positions, %s; computed %.2f of %.2f GFLOP, %.1f %% saved"
            .formatted(
                result.top().length,
                edge(result.grid()),
                2e-9 * result.cost().computed(),
                2e-9 * result.cost().full(),
                100 * result.cost().saved()));
    return lines;
  }

  /** What {@code occlude.json} holds. */
  public Map<String, Object> entries(OcclusionResult result) {
    WindowGrid g = result.grid();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", image);
    json.put("input", List.of(g.imageHeight(), g.imageWidth()));
    json.put("size", List.of(g.square().height(), g.square().width()));
    json.put("stride", List.of(g.square().strideY(), g.square().strideX()));
    json.put("positions", List.of(g.rows(), g.columns()));
    json.put("edge", edge(g));
    json.put("fill", fill);
    json.put("most_probable", named(result.cleanTop()));
    json.put("classes", result.classes().stream().map(c -> entries(result, c)).toList());
    TopClasses top = TopClasses.of(result);
    json.put("top_classes", top.counted(result.top(), names));
    result.feature().ifPresent(f -> json.put("feature_map", entries(f)));
    json.put("pixel_map", "mean over the covering windows of score − score with the window");
    json.put(
        "flops",
        Map.of("computed", 2 * result.cost().computed(), "full", 2 * result.cost().full()));
    json.put("flops_saved", result.cost().saved());
    json.putAll(provenance.entries());
    return json;
  }

  private Map<String, Object> named(int index) {
    return Map.of("class", index, "name", names.name(index));
  }

  private Map<String, Object> entries(OcclusionResult result, ClassMap c) {
    Map<String, Object> json = new LinkedHashMap<>(named(c.score().index()));
    json.put("score", c.score().kind().toString().toLowerCase(Locale.ROOT));
    json.put("probability", c.cleanProbability());
    json.put("logit", c.cleanLogit());
    json.put("lowest_probability", least(c.probability()));
    json.put("uncovered_pixels", c.pixels().uncovered());
    String suffix = suffix(result, c);
    json.put(
        "files",
        List.of(
            "probability" + suffix + ".npy",
            "logit" + suffix + ".npy",
            "pixels" + suffix + ".npy"));
    return json;
  }

  private Map<String, Object> entries(FeatureMap f) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", layer.path());
    json.put("value", f.value());
    json.put("map", f.map());
    json.put("y", f.y());
    json.put("x", f.x());
    json.put("activation", f.activation());
    json.put("sum", f.cleanSum());
    return json;
  }

  private static int lowest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] < values[best] ? i : best;
    }
    return best;
  }

  private static float least(float[] values) {
    return values[lowest(values)];
  }

  private static float most(float[] values) {
    float most = values[0];
    for (float v : values) {
      most = Math.max(most, v);
    }
    return most;
  }
}
