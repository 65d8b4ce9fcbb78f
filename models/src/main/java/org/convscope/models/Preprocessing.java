package org.convscope.models;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a photograph becomes a network's input: shorter side scaled to {@code shorterSide}, centre
 * crop of {@code height}×{@code width}, then per channel {@code (pixel·scale − mean)/std} of pixels
 * 0…255.
 *
 * @param order order of the channels
 * @param scale factor on the pixel before the mean is subtracted
 * @param mean per channel in the network's order, in units of the scaled pixel
 * @param std per channel in the network's order, in units of the scaled pixel
 * @param height rows of the input
 * @param width columns of the input
 * @param shorterSide shorter side of the scaled photograph before it is cropped
 */
public record Preprocessing(
    Order order,
    double scale,
    List<Double> mean,
    List<Double> std,
    int height,
    int width,
    int shorterSide) {

  /** Order of an input's channels. */
  public enum Order {
    RGB,
    BGR,
    /** One channel of brightness. */
    GREY
  }

  private static final String PREFIX = "preprocessing.";

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    int channels = order == Order.GREY ? 1 : 3;
    if (mean.size() != channels || std.size() != channels || std.contains(0.0)) {
      throw new IllegalArgumentException(
          "preprocessing: %s needs %d means and %d deviations other than 0, got %s and %s"
              .formatted(order, channels, channels, mean, std));
    }
    if (height < 1 || width < 1 || shorterSide < Math.min(height, width)) {
      throw new IllegalArgumentException(
          "preprocessing: sizes must be positive and the shorter side not below the crop's, got"
              + " %d×%d and %d".formatted(height, width, shorterSide));
    }
  }

  /** RGB in 0…1, normalised by ImageNet's mean and deviation: PyTorch, MXNet. */
  public static Preprocessing imageNet(int height, int width) {
    return new Preprocessing(
        Order.RGB,
        1 / 255.0,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225),
        height,
        width,
        shorterSide(height, width));
  }

  /** BGR in 0…255 with ImageNet's mean subtracted: Caffe. */
  public static Preprocessing caffe(int height, int width) {
    return new Preprocessing(
        Order.BGR,
        1,
        List.of(103.939, 116.779, 123.68),
        List.of(1.0, 1.0, 1.0),
        height,
        width,
        shorterSide(height, width));
  }

  /** Brightness in 0…1. */
  public static Preprocessing grey(int height, int width) {
    return new Preprocessing(
        Order.GREY, 1 / 255.0, List.of(0.0), List.of(1.0), height, width, Math.min(height, width));
  }

  /** 256 for a crop of 224, and in that proportion for other sizes. */
  private static int shorterSide(int height, int width) {
    return (int) Math.round(Math.min(height, width) * 256.0 / 224);
  }

  /**
   * Writes a photograph's pixels as a network input, in this order of channels.
   *
   * @param rgb R, G and B planes one after the other, 0…255
   * @param plane pixels per plane
   * @param input where to write, one plane per channel
   * @param at index of the first number to write
   */
  public void normalise(float[] rgb, int plane, float[] input, int at) {
    for (int c = 0; c < mean.size(); c++) {
      float factor = (float) (scale / std.get(c));
      float shift = (float) (-mean.get(c) / std.get(c));
      for (int p = 0; p < plane; p++) {
        input[at + c * plane + p] = shift + factor * pixel(rgb, plane, c, p);
      }
    }
  }

  private float pixel(float[] rgb, int plane, int channel, int p) {
    return switch (order) {
      case RGB -> rgb[channel * plane + p];
      case BGR -> rgb[(2 - channel) * plane + p];
      case GREY -> 0.299f * rgb[p] + 0.587f * rgb[plane + p] + 0.114f * rgb[2 * plane + p];
    };
  }

  /** The pixels 0…255 as R, G and B planes that {@link #normalise} made an input from. */
  public float[] denormalised(float[] input, int plane) {
    float[] rgb = new float[3 * plane];
    for (int c = 0; c < 3; c++) {
      int from = order == Order.GREY ? 0 : order == Order.BGR ? 2 - c : c;
      for (int p = 0; p < plane; p++) {
        rgb[c * plane + p] =
            (float) ((input[from * plane + p] * std.get(from) + mean.get(from)) / scale);
      }
    }
    return rgb;
  }

  /**
   * Planes of values per input channel [C×H×W], such as a projection or a gradient, in the order
   * red, green, blue; brightness stays one plane.
   */
  public float[] rgb(float[] planes) {
    if (order != Order.BGR) {
      return planes;
    }
    int plane = planes.length / 3;
    float[] rgb = new float[planes.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(planes, c * plane, rgb, (2 - c) * plane, plane);
    }
    return rgb;
  }

  /** The same for another size of input. */
  public Preprocessing withSize(int newHeight, int newWidth) {
    int shorter =
        (int)
            Math.round(
                (double) shorterSide * Math.min(newHeight, newWidth) / Math.min(height, width));
    return new Preprocessing(order, scale, mean, std, newHeight, newWidth, shorter);
  }

  /** This as key-value pairs for a network's metadata. */
  public Map<String, String> toMetadata() {
    Map<String, String> m = new LinkedHashMap<>();
    m.put(PREFIX + "order", order.name());
    m.put(PREFIX + "scale", Double.toString(scale));
    m.put(PREFIX + "mean", joined(mean));
    m.put(PREFIX + "std", joined(std));
    m.put(PREFIX + "size", height + "x" + width);
    m.put(PREFIX + "shorter_side", Integer.toString(shorterSide));
    return m;
  }

  /**
   * What {@link #toMetadata} wrote, if it did.
   *
   * @throws IllegalArgumentException if the metadata is incomplete or unreadable
   */
  public static Optional<Preprocessing> fromMetadata(Map<String, String> metadata) {
    if (!metadata.containsKey(PREFIX + "order")) {
      return Optional.empty();
    }
    try {
      String[] size = text(metadata, "size").split("x", 2);
      return Optional.of(
          new Preprocessing(
              Order.valueOf(text(metadata, "order").toUpperCase(Locale.ROOT)),
              Double.parseDouble(text(metadata, "scale")),
              numbers(text(metadata, "mean")),
              numbers(text(metadata, "std")),
              Integer.parseInt(size[0]),
              Integer.parseInt(size[size.length - 1]),
              Integer.parseInt(text(metadata, "shorter_side"))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "metadata: preprocessing must be readable, got " + metadata + " (" + e.getMessage() + ")",
          e);
    }
  }

  private static String text(Map<String, String> metadata, String key) {
    String value = metadata.get(PREFIX + key);
    if (value == null) {
      throw new IllegalArgumentException(PREFIX + key + " is missing");
    }
    return value;
  }

  private static String joined(List<Double> list) {
    return list.stream().map(d -> Double.toString(d)).collect(Collectors.joining(","));
  }

  private static List<Double> numbers(String text) {
    return Arrays.stream(text.split(",")).map(Double::valueOf).toList();
  }
}
