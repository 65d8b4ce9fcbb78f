package org.convscope.models.synthetic;

/**
 * The texture classes. Each takes random numbers for its proportions and {@code soft}, the width of
 * a pixel in periods.
 */
final class Patterns {
  private static final double ROOT3 = Math.sqrt(3);

  private Patterns() {}

  static Pattern stripes(Draws draws, double soft) {
    double half = draws.between(0.18, 0.32);
    return (u, v) -> Pattern.edge(half - Pattern.fold(v), soft);
  }

  static Pattern checker(Draws draws, double soft) {
    return (u, v) -> {
      double a = Pattern.edge(0.25 - Pattern.fold(u / 1.5), soft / 1.5);
      double b = Pattern.edge(0.25 - Pattern.fold(v / 1.5), soft / 1.5);
      return a + b - 2 * a * b;
    };
  }

  /** Rows of blocks, every other row shifted by half a block, in mortar. */
  static Pattern bricks(Draws draws, double soft) {
    double height = draws.between(0.75, 0.95);
    double width = height * draws.between(1.9, 2.4);
    double mortar = draws.between(0.07, 0.11);
    Noise shades = new Noise(draws);
    return (u, v) -> {
      double row = Math.floor(v / height);
      double across = u / width + 0.5 * row;
      double column = Math.floor(across);
      double fromEdgeV = (0.5 - Math.abs(v / height - row - 0.5)) * height;
      double fromEdgeU = (0.5 - Math.abs(across - column - 0.5)) * width;
      double shade = 0.85 + 0.15 * shades.at(column, row);
      return shade * Pattern.edge(Math.min(fromEdgeU, fromEdgeV) - mortar, soft);
    };
  }

  static Pattern waves(Draws draws, double soft) {
    double half = draws.between(0.2, 0.3);
    double height = draws.between(0.35, 0.5);
    double length = draws.between(2.2, 3);
    return (u, v) ->
        Pattern.edge(half - Pattern.fold(v + height * Sine.of(u / length)), 1.3 * soft);
  }

  static Pattern zigzag(Draws draws, double soft) {
    double half = draws.between(0.2, 0.3);
    double length = draws.between(1.5, 2.1);
    return (u, v) ->
        Pattern.edge(
            half - Pattern.fold(v + 2 * length * 0.5 * Pattern.fold(u / length)), 1.4 * soft);
  }

  /** Discs on a square or hexagonal lattice. */
  static Pattern dots(Draws draws, double soft) {
    double radius = draws.between(0.26, 0.36);
    boolean staggered = draws.chance(0.5);
    double rowHeight = staggered ? ROOT3 / 2 : 1;
    return (u, v) -> {
      double row = Math.floor(v / rowHeight);
      double shift = staggered ? 0.5 * row : 0;
      double x = u + shift - Math.floor(u + shift) - 0.5;
      double y = v - (row + 0.5) * rowHeight;
      return Pattern.edge(radius - Math.sqrt(x * x + y * y), soft);
    };
  }

  /** Hexagonal cells of slightly different shades between thin walls. */
  static Pattern honeycomb(Draws draws, double soft) {
    double wall = draws.between(0.07, 0.12);
    Noise shades = new Noise(draws);
    return (u, v) -> {
      double columnA = Math.floor(u);
      double rowA = Math.floor(v / ROOT3);
      double ax = u - columnA - 0.5;
      double ay = v - (rowA + 0.5) * ROOT3;
      double columnB = Math.floor(u - 0.5);
      double rowB = Math.floor(v / ROOT3 - 0.5);
      double bx = u - columnB - 1;
      double by = v - (rowB + 1) * ROOT3;
      boolean first = ax * ax + ay * ay < bx * bx + by * by;
      double x = Math.abs(first ? ax : bx);
      double y = Math.abs(first ? ay : by);
      double toWall = 0.5 - Math.max(x, x / 2 + y * ROOT3 / 2);
      double shade =
          0.88 + 0.12 * (first ? shades.at(2 * columnA, rowA) : shades.at(2 * columnB + 1, rowB));
      return shade * Pattern.edge(toWall - wall, soft);
    };
  }

  /** Veins where a distorted wave crosses zero. */
  static Pattern marble(Draws draws, double soft) {
    Noise noise = new Noise(draws);
    double turbulence = draws.between(0.7, 1.1);
    double sharpness = draws.between(1.6, 2.6);
    return (u, v) -> {
      double x = 0.45 * u;
      double y = 0.45 * v;
      double swirl =
          noise.at(x, y) + 0.5 * noise.at(2 * x + 7, 2 * y) + 0.25 * noise.at(4 * x, 4 * y + 5);
      double wave = Math.abs(Sine.of(0.22 * u + turbulence * swirl));
      return Math.min(1, sharpness * wave) * (0.85 + 0.15 * noise.at(3 * x + 3, 3 * y + 9));
    };
  }

  /** Overlapping discs in shifted rows, the lower rows in front, each darker towards its rim. */
  static Pattern scales(Draws draws, double soft) {
    double radius = draws.between(0.56, 0.64);
    double rowHeight = draws.between(0.42, 0.5);
    double rim = draws.between(0.1, 0.16);
    return (u, v) -> {
      for (double row = Math.floor((v + radius) / rowHeight); ; row--) {
        double shift = 0.5 * (row - 2 * Math.floor(row / 2));
        double x = u - shift - Math.floor(u - shift) - 0.5;
        double y = v - row * rowHeight;
        double distance = Math.sqrt(x * x + y * y);
        if (distance < radius) {
          return (0.6 + 0.4 * distance / radius) * Pattern.edge(radius - rim - distance, soft);
        }
      }
    };
  }

  /** Cells of three bands each, upright and level in turn, rounded and with dark gaps. */
  static Pattern weave(Draws draws, double soft) {
    double cell = draws.between(1.5, 1.9);
    double gap = draws.between(0.1, 0.16);
    double dim = draws.between(0.7, 0.9);
    double edge = 3 * soft / cell;
    return (u, v) -> {
      double x = u / cell;
      double y = v / cell;
      double column = Math.floor(x);
      double row = Math.floor(y);
      boolean level = ((long) column + (long) row & 1) == 0;
      double along = (level ? x - column : y - row) - 0.5;
      double across = Pattern.fold(3 * (level ? y - row : x - column));
      double dip = 1 - 1.2 * along * along;
      return Pattern.edge(0.5 - gap - across, edge) * dip * (level ? 1 : dim);
    };
  }
}
