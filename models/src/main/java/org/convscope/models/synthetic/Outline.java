package org.convscope.models.synthetic;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A region bounded by closed polygons, in figure coordinates: the figure spans about −1…1 both
 * ways, x to the right, y down. Curves are polygons from the start, since how a JDK flattens or
 * bounds curves may change between releases.
 */
final class Outline {
  private static final int ROUND = 48;

  private final boolean holes;
  private final List<double[]> rings;

  private Outline(boolean holes, List<double[]> rings) {
    this.holes = holes;
    this.rings = rings;
  }

  /** One polygon from x0, y0, x1, y1, …. */
  static Outline polygon(double... xy) {
    return new Outline(false, List.of(xy));
  }

  static Outline rectangle(double left, double top, double right, double bottom) {
    return polygon(left, top, right, top, right, bottom, left, bottom);
  }

  /** A regular polygon of radius 1, the first corner at angle {@code phase}. */
  static Outline regular(int corners, double phase) {
    double[] xy = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      put(xy, i, 1, phase + 2 * Math.PI * i / corners);
    }
    return polygon(xy);
  }

  static Outline ellipse(double x, double y, double radiusX, double radiusY) {
    return sector(x, y, radiusX, radiusY, 0, 2 * Math.PI * (ROUND - 1) / ROUND);
  }

  /** The part of an ellipse cut off by the chord between two angles (radians, clockwise). */
  static Outline sector(
      double x, double y, double radiusX, double radiusY, double from, double to) {
    return polygon(arc(x, y, radiusX, radiusY, from, to));
  }

  /** Points along an elliptic arc. */
  static double[] arc(double x, double y, double radiusX, double radiusY, double from, double to) {
    double[] xy = new double[2 * ROUND];
    for (int i = 0; i < ROUND; i++) {
      double angle = from + (to - from) * i / (ROUND - 1);
      xy[2 * i] = x + radiusX * StrictMath.cos(angle);
      xy[2 * i + 1] = y + radiusY * StrictMath.sin(angle);
    }
    return xy;
  }

  /** A polygon whose corners lie at equal angles and the given distances from the origin. */
  static Outline radial(double[] radii, double phase) {
    double[] xy = new double[2 * radii.length];
    for (int i = 0; i < radii.length; i++) {
      put(xy, i, radii[i], phase + 2 * Math.PI * i / radii.length);
    }
    return polygon(xy);
  }

  /** A smooth random closed curve around the origin, its radius between about 0.55 and 1. */
  static Outline blob(Draws draws) {
    double[] radii = new double[64];
    double total = 0;
    for (int wave = 2; wave <= 5; wave++) {
      double amplitude = draws.between(0.2, 1) / wave;
      double phase = draws.angle();
      total += amplitude;
      for (int i = 0; i < radii.length; i++) {
        radii[i] += amplitude * StrictMath.cos(wave * 2 * Math.PI * i / radii.length + phase);
      }
    }
    for (int i = 0; i < radii.length; i++) {
      radii[i] = 0.78 + 0.22 * radii[i] / total;
    }
    return radial(radii, 0);
  }

  /** A band of changing width along a smooth open line x0, y0, x1, y1, …. */
  static Outline ribbon(double[] line, double startWidth, double endWidth) {
    int n = line.length / 2;
    double[] xy = new double[4 * n];
    for (int i = 0; i < n; i++) {
      int before = Math.max(0, i - 1);
      int after = Math.min(n - 1, i + 1);
      double dx = line[2 * after] - line[2 * before];
      double dy = line[2 * after + 1] - line[2 * before + 1];
      double half = (startWidth + (endWidth - startWidth) * i / (n - 1)) / 2;
      double scale = half / Math.sqrt(dx * dx + dy * dy);
      int back = 2 * n - 1 - i;
      xy[2 * i] = line[2 * i] - dy * scale;
      xy[2 * i + 1] = line[2 * i + 1] + dx * scale;
      xy[2 * back] = line[2 * i] + dy * scale;
      xy[2 * back + 1] = line[2 * i + 1] - dx * scale;
    }
    return polygon(xy);
  }

  /** This region without {@code hole}, which must lie inside it. */
  Outline without(Outline hole) {
    List<double[]> both = new ArrayList<>(rings);
    both.addAll(hole.rings);
    return new Outline(true, both);
  }

  /** This region moved by a linear map. */
  Outline at(AffineTransform map) {
    List<double[]> moved = new ArrayList<>(rings.size());
    for (double[] ring : rings) {
      double[] target = new double[ring.length];
      map.transform(ring, 0, target, 0, ring.length / 2);
      moved.add(target);
    }
    return new Outline(holes, moved);
  }

  /** This region scaled around the origin, turned by {@code angle} and then shifted. */
  Outline at(double x, double y, double scale, double angle) {
    return at(turn(x, y, scale, angle));
  }

  /** Scale and rotation around the origin, then a shift. */
  static AffineTransform turn(double x, double y, double scale, double angle) {
    double cos = scale * StrictMath.cos(angle);
    double sin = scale * StrictMath.sin(angle);
    return new AffineTransform(cos, sin, -sin, cos, x, y);
  }

  /** Widens {@code bounds} {left, top, right, bottom} to hold this region. */
  void extend(double[] bounds) {
    for (double[] ring : rings) {
      for (int i = 0; i < ring.length; i += 2) {
        bounds[0] = Math.min(bounds[0], ring[i]);
        bounds[1] = Math.min(bounds[1], ring[i + 1]);
        bounds[2] = Math.max(bounds[2], ring[i]);
        bounds[3] = Math.max(bounds[3], ring[i + 1]);
      }
    }
  }

  /** The region as Java2D fills it. */
  Path2D path() {
    Path2D.Double path = new Path2D.Double(holes ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO);
    for (double[] ring : rings) {
      path.moveTo(ring[0], ring[1]);
      for (int i = 2; i < ring.length; i += 2) {
        path.lineTo(ring[i], ring[i + 1]);
      }
      path.closePath();
    }
    return path;
  }

  private static void put(double[] xy, int corner, double radius, double angle) {
    xy[2 * corner] = radius * StrictMath.cos(angle);
    xy[2 * corner + 1] = radius * StrictMath.sin(angle);
  }
}
