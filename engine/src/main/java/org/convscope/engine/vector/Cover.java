package org.convscope.engine.vector;

import java.util.Arrays;

/**
 * Splits a row of pixels into register tiles of a few sizes. A tile that does not fit the end of
 * the row starts earlier and computes some pixels again, with the same result: few kernels, each
 * hot, instead of one per remainder (the last 11 of 23 pixels are a tile of 12).
 */
final class Cover {
  /** Rows at least this long start with the main tile; shorter ones are looked up. */
  private static final int LOOKUP = 48;

  /** What a tile costs beyond its reduction, in pixels: prologue and epilogue. */
  private static final int TILE_COST = 2;

  /**
   * Pixels that a shorter tile's reduction costs as well: an FMA takes four cycles, and two start
   * in each, so that four pixels of two vectors are as fast as one. 256 bits, 3×3: 512 channels on
   * 8×8 as 4 and 4 pixels 74 GFLOP/s, as 6, 1 and 1 64; 128→512 on 7×7 as 4 and 4 75, as 6 and 1
   * 69.
   */
  private static final int LEAST_COST = 4;

  /** For {@link PairTiles}. */
  static final Cover PAIRS =
      Lanes.manyRegisters() ? new Cover(12, 13, 12, 8, 7, 4, 1) : new Cover(6, 6, 5, 4, 1);

  /** For {@link SingleTiles}. */
  static final Cover SINGLES = new Cover(12, 12, 4, 1);

  /** For {@link PlanarTiles}; rows must be at least one tile long. */
  static final Cover PLANAR = Lanes.manyRegisters() ? new Cover(12, 12) : new Cover(6, 6);

  private final int[] tiles;
  private final int main;
  private final int longest;

  /** Best first tile by what is left of a row that is at least {@link #longest} long. */
  private final int[] overlapping;

  /** Best first tile by what is left of a shorter row. */
  private final int[] exact;

  private Cover(int main, int... tiles) {
    this.tiles = tiles;
    this.main = main;
    this.longest = Arrays.stream(tiles).max().getAsInt();
    this.overlapping = best(tiles, true);
    this.exact = best(tiles, false);
  }

  /** Sizes of the tiles. */
  int[] tiles() {
    return tiles.clone();
  }

  /** The size that long rows consist of. */
  int main() {
    return main;
  }

  /** The longest tile: rows of this length or more can be covered whatever the sizes are. */
  int longest() {
    return longest;
  }

  /**
   * True where the last pixel of each row is better left to {@link ColumnTile}: the main tile
   * covers the others.
   */
  static boolean leavesColumn(int rows, int width) {
    return !Lanes.manyRegisters()
        && rows >= ColumnTile.PIXELS
        && width > ColumnTile.PIXELS
        && width % ColumnTile.PIXELS == 1;
  }

  /** Size of the next tile where {@code left} pixels of a row of {@code total} are to be done. */
  int next(int left, int total) {
    if (left >= LOOKUP) {
      return main;
    }
    return total >= longest ? overlapping[left] : exact[left];
  }

  private static int[] best(int[] tiles, boolean overlap) {
    int[] cost = new int[LOOKUP];
    int[] choice = new int[LOOKUP];
    for (int left = 1; left < LOOKUP; left++) {
      cost[left] = Integer.MAX_VALUE / 2;
      for (int tile : tiles) {
        if (tile <= left || overlap) {
          int c = Math.max(tile, LEAST_COST) + TILE_COST + cost[Math.max(0, left - tile)];
          if (c < cost[left]) {
            cost[left] = c;
            choice[left] = tile;
          }
        }
      }
    }
    return choice;
  }
}
