package org.convscope.visualize.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.convscope.models.Preprocessing;
import org.convscope.models.Preprocessing.Order;

/**
 * A way photographs could have become the input when the network was trained.
 *
 * @param name in words
 * @param preprocessing the way
 */
public record Candidate(String name, Preprocessing preprocessing) {
  private static final double UNIT = 1 / 255.0;

  /** The stated way and the usual others, for an input of the same size. */
  public static List<Candidate> of(Preprocessing stated) {
    List<Candidate> all = new ArrayList<>();
    all.add(new Candidate("as stated", stated));
    if (stated.order() == Order.GREY) {
      all.add(new Candidate("0…1", like(stated, UNIT, 0, 1)));
      all.add(new Candidate("-1…1", like(stated, UNIT, 0.5, 0.5)));
      all.add(new Candidate("0…255", like(stated, 1, 0, 1)));
      return all;
    }
    Preprocessing imageNet = Preprocessing.imageNet(stated.height(), stated.width());
    Preprocessing caffe = Preprocessing.caffe(stated.height(), stated.width());
    all.add(new Candidate("channels swapped", swapped(stated)));
    both(all, "ImageNet's mean and deviation", like(stated, imageNet));
    both(all, "0…255 less the mean", like(stated, caffe));
    both(all, "0…1", like(stated, UNIT, 0, 1));
    both(all, "-1…1", like(stated, UNIT, 0.5, 0.5));
    both(all, "0…255", like(stated, 1, 0, 1));
    List<Preprocessing> seen = new ArrayList<>();
    all.removeIf(c -> !isNew(seen, c.preprocessing()));
    return all;
  }

  private static boolean isNew(List<Preprocessing> seen, Preprocessing p) {
    return !seen.contains(p) && seen.add(p);
  }

  /** The options of this program that ask for it. */
  public String options() {
    Preprocessing p = preprocessing;
    String kind =
        switch (p.order()) {
          case RGB -> "imagenet";
          case BGR -> "caffe";
          case GREY -> "grey";
        };
    // Of the kinds, caffe takes pixels 0…255, the others 0…1.
    double unit = (p.order() == Order.BGR ? 1 : UNIT) / p.scale();
    return "--preprocessing %s --mean %s --std %s"
        .formatted(kind, numbers(p.mean(), unit), numbers(p.std(), unit));
  }

  private static String numbers(List<Double> values, double factor) {
    return values.stream()
        .map(v -> String.format(Locale.ROOT, "%.6g", v * factor))
        .map(t -> t.contains(".") ? t.replaceAll("\\.?0+$", "") : t)
        .collect(Collectors.joining(","));
  }

  private static void both(List<Candidate> all, String name, Preprocessing p) {
    all.add(new Candidate(p.order() + " " + name, p));
    all.add(new Candidate(swapped(p).order() + " " + name, swapped(p)));
  }

  private static Preprocessing swapped(Preprocessing p) {
    List<Double> mean = new ArrayList<>(p.mean());
    List<Double> std = new ArrayList<>(p.std());
    Collections.reverse(mean);
    Collections.reverse(std);
    Order order = p.order() == Order.RGB ? Order.BGR : Order.RGB;
    return new Preprocessing(order, p.scale(), mean, std, p.height(), p.width(), p.shorterSide());
  }

  private static Preprocessing like(Preprocessing stated, Preprocessing other) {
    return sized(stated, other.order(), other.scale(), other.mean(), other.std());
  }

  private static Preprocessing like(Preprocessing stated, double scale, double mean, double std) {
    Order order = stated.order() == Order.GREY ? Order.GREY : Order.RGB;
    int channels = order == Order.GREY ? 1 : 3;
    return sized(
        stated,
        order,
        scale,
        Collections.nCopies(channels, mean),
        Collections.nCopies(channels, std));
  }

  private static Preprocessing sized(
      Preprocessing stated, Order order, double scale, List<Double> mean, List<Double> std) {
    return new Preprocessing(
        order, scale, mean, std, stated.height(), stated.width(), stated.shorterSide());
  }
}
