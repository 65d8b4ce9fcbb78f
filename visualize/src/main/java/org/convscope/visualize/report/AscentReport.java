package org.convscope.visualize.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.convscope.engine.Npy;
import org.convscope.engine.Tensor;
import org.convscope.models.Preprocessing;
import org.convscope.visualize.ascend.AscentResult;
import org.convscope.visualize.ascend.Portrait;
import org.convscope.visualize.ascend.residual.BranchShare;
import org.convscope.visualize.output.Output;
import org.convscope.visualize.render.Apng;
import org.convscope.visualize.render.CaptionedSheet;
import org.convscope.visualize.render.ExampleSheet;
import org.convscope.visualize.render.Gif;
import org.convscope.visualize.render.Images;

/**
 * Ascents as files: {@code ascend.png} (one image, or a sheet of several), per image the raw
 * numbers as NPY in the network's input space, snapshots, a moving picture, {@code score.csv},
 * {@code score.png} and {@code ascend.json}.
 */
public final class AscentReport {
  private static final int LEAST = 224;
  private static final int CELL = 224;
  private static final int COLUMNS = 4;
  private static final int CENTISECONDS = 8;

  private final Provenance provenance;
  private final String title;
  private final Preprocessing preprocessing;
  private final Map<String, Object> settings;
  private final Examples examples;

  /** Kinds of moving pictures. */
  public enum Moving {
    /** 256 colours. */
    GIF(".gif"),
    /** All colours, with texts that say how it was made. */
    APNG(".png");

    private final String ending;

    Moving(String ending) {
      this.ending = ending;
    }
  }

  /**
   * @param title of the picture
   * @param settings entries of the JSON file that say how it was done
   */
  public AscentReport(
      Provenance provenance,
      String title,
      Preprocessing preprocessing,
      Map<String, Object> settings) {
    this(provenance, title, preprocessing, settings, Examples.NONE);
  }

  private AscentReport(
      Provenance provenance,
      String title,
      Preprocessing preprocessing,
      Map<String, Object> settings,
      Examples examples) {
    this.provenance = provenance;
    this.title = title;
    this.preprocessing = preprocessing;
    this.settings = settings;
    this.examples = examples;
  }

  /** The same with examples drawn beside the images of feature maps and classes. */
  public AscentReport beside(Examples examples) {
    return new AscentReport(provenance, title, preprocessing, settings, examples);
  }

  /** The picture alone. */
  public byte[] png(List<Portrait> portraits) throws IOException {
    return provenance.png(picture(portraits), title);
  }

  /**
   * All files into an open folder; returns what {@code ascend.json} holds.
   *
   * @param moving the kinds of moving picture that are made of the frames that were kept
   */
  public Map<String, Object> write(List<Portrait> portraits, Set<Moving> moving, Output out)
      throws IOException {
    out.write("ascend.png", png(portraits));
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Portrait p : portraits) {
      String name = name(p, portraits);
      out.write(name + ".npy", Npy.bytes(p.result().image()));
      for (Map.Entry<Integer, Tensor> s : p.snapshots().entrySet()) {
        String file = "steps/%s-%04d.png".formatted(name, s.getKey());
        BufferedImage page = images(s.getValue()).get(0);
        out.write(file, provenance.png(page, title + ", step " + s.getKey()));
      }
      for (Moving kind : p.frames().isEmpty() ? Set.<Moving>of() : moving) {
        String file = portraits.size() == 1 ? "run" : name;
        out.write(file + kind.ending, moving(p, kind));
      }
      curves.put(name, p.result().curve());
      entries.add(entry(p, name));
    }
    out.write("score.csv", csv(curves).getBytes(StandardCharsets.UTF_8));
    out.write("score.png", provenance.png(ScoreChart.of(title, curves), title + ", scores"));
    Map<String, Object> json = json(entries);
    out.write("ascend.json", Json.text(json).getBytes(StandardCharsets.UTF_8));
    return json;
  }

  /** What {@code ascend.json} holds, for when only the picture is written. */
  public Map<String, Object> summary(List<Portrait> portraits) {
    return json(portraits.stream().map(p -> entry(p, name(p, portraits))).toList());
  }

  private Map<String, Object> json(List<Map<String, Object>> entries) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("settings", settings);
    json.put("images", entries);
    json.putAll(provenance.entries());
    return json;
  }

  private static String name(Portrait p, List<Portrait> all) {
    boolean several = all.stream().anyMatch(o -> o.start() > 0);
    return p.subject().file() + (several ? "-start-" + p.start() : "");
  }

  private BufferedImage picture(List<Portrait> portraits) {
    return examples.equals(Examples.NONE) ? sheet(portraits) : besideExamples(portraits);
  }

  private BufferedImage besideExamples(List<Portrait> portraits) {
    List<ExampleSheet.Item> items = new ArrayList<>();
    for (Portrait p : portraits) {
      List<BufferedImage> patches = examples(p).stream().map(Examples.Example::patch).toList();
      List<BufferedImage> all = images(p.result().image());
      for (int i = 0; i < all.size(); i++) {
        items.add(new ExampleSheet.Item(all.get(i), caption(p, i, all.size()), patches));
      }
    }
    String subtitle = "left: made by gradient ascent; right: the photographs' strongest patches";
    return ExampleSheet.page(title, subtitle, items);
  }

  private List<Examples.Example> examples(Portrait p) {
    return p.subject().map().map(m -> examples.byMap().get(m.index())).orElse(List.of());
  }

  private BufferedImage sheet(List<Portrait> portraits) {
    List<CaptionedSheet.Item> items = new ArrayList<>();
    for (Portrait p : portraits) {
      List<BufferedImage> all = images(p.result().image());
      for (int i = 0; i < all.size(); i++) {
        items.add(new CaptionedSheet.Item(all.get(i), caption(p, i, all.size())));
      }
    }
    if (items.size() == 1) {
      return items.get(0).picture();
    }
    int columns = items.size() == 5 ? 5 : COLUMNS;
    return CaptionedSheet.page(title, items, columns, CELL);
  }

  private static String caption(Portrait p, int image, int of) {
    String caption = p.subject().caption();
    AscentResult.Start.State state = p.result().start().state();
    if (state == AscentResult.Start.State.DEAD || state == AscentResult.Start.State.ASLEEP) {
      return caption + "  " + state.name().toLowerCase(Locale.ROOT);
    }
    String number = of > 1 ? "  " + (image + 1) + "/" + of : "";
    return caption
        + number
        + (p.probability().isPresent()
            ? "  p %.3f".formatted(p.probability().getAsDouble())
            : "  %.3g".formatted(p.result().score()));
  }

  private List<BufferedImage> images(Tensor image) {
    int plane = image.shape().size(2, 4);
    int item = image.shape().dim(1) * plane;
    int h = image.shape().dim(2);
    int w = image.shape().dim(3);
    int enlarge = Math.max(1, (LEAST + Math.max(h, w) - 1) / Math.max(h, w));
    List<BufferedImage> all = new ArrayList<>();
    for (int n = 0; n < image.shape().dim(0); n++) {
      float[] one = Arrays.copyOfRange(image.floats(), n * item, (n + 1) * item);
      BufferedImage picture = Images.photo(preprocessing.denormalised(one, plane), h, w);
      all.add(
          2 * Math.max(h, w) > LEAST ? picture : Images.resized(picture, h * enlarge, w * enlarge));
    }
    return all;
  }

  private byte[] moving(Portrait p, Moving kind) throws IOException {
    List<BufferedImage> frames = new ArrayList<>();
    p.frames().forEach(f -> frames.add(images(f).get(0)));
    frames.add(images(p.result().image()).get(0));
    return switch (kind) {
      case GIF -> Gif.of(frames, CENTISECONDS);
      case APNG ->
          Apng.of(frames, CENTISECONDS, provenance.texts(title + ", " + p.subject().caption()));
    };
  }

  private static String csv(Map<String, List<Double>> curves) {
    StringBuilder text = new StringBuilder("step");
    int most = 0;
    for (Map.Entry<String, List<Double>> c : curves.entrySet()) {
      text.append(',').append(c.getKey());
      most = Math.max(most, c.getValue().size());
    }
    for (int i = 0; i < most; i++) {
      text.append('\n').append(i);
      for (List<Double> curve : curves.values()) {
        text.append(',').append(i < curve.size() ? curve.get(i) : "");
      }
    }
    return text.append('\n').toString();
  }

  private Map<String, Object> entry(Portrait p, String name) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("target", p.subject().caption());
    entry.put("file", name + ".npy");
    entry.put("start", p.start());
    entry.put("steps", p.result().curve().size());
    entry.put("score", p.result().score());
    p.probability().ifPresent(v -> entry.put("probability", v));
    AscentResult.Start start = p.result().start();
    entry.put("gradient", start.state().name().toLowerCase(Locale.ROOT));
    entry.put("redirected steps", start.redirected());
    entry.put("starts tried", start.tried());
    entry.put("stopped early", p.result().stopped());
    p.highFrequencies().ifPresent(v -> entry.put("high frequency energy", v));
    List<Map<String, Object>> shares = new ArrayList<>();
    for (BranchShare s : p.shares()) {
      shares.add(
          Map.of(
              "block", s.block().node(),
              "branch", s.branch(),
              "shortcut", s.shortcut(),
              "share of the branch", s.share()));
    }
    if (!shares.isEmpty()) {
      entry.put("gradient by branch", shares);
    }
    if (!examples(p).isEmpty()) {
      entry.put("examples", examples(p).stream().map(Examples.Example::entries).toList());
    }
    return entry;
  }
}
