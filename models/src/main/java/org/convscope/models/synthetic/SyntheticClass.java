package org.convscope.models.synthetic;

import java.util.Locale;

/**
 * The classes of the synthetic set, in label order: outlines in one colour, textures in a blob or
 * over the whole picture, and figures with known parts.
 */
public enum SyntheticClass {
  DISC(Turn.ANY, Silhouettes::disc),
  RING(Turn.ANY, Silhouettes::ring),
  TRIANGLE(Turn.ANY, Silhouettes::triangle),
  SQUARE(Turn.ANY, Silhouettes::square),
  HEXAGON(Turn.ANY, Silhouettes::hexagon),
  STAR(Turn.ANY, Silhouettes::star),
  CROSS(Turn.ANY, Silhouettes::cross),
  HEART(Turn.TILTED, Silhouettes::heart),
  CRESCENT(Turn.ANY, Silhouettes::crescent),
  SPIRAL(Turn.ANY_MIRRORED, Silhouettes::spiral),
  GEAR(Turn.ANY, Silhouettes::gear),
  ARROW(Turn.ANY, Silhouettes::arrow),
  BOLT(Turn.TILTED_MIRRORED, Silhouettes::bolt),
  DROP(Turn.TILTED, Silhouettes::drop),
  STRIPES(Patterns::stripes),
  CHECKER(Patterns::checker),
  BRICKS(Patterns::bricks),
  WAVES(Patterns::waves),
  ZIGZAG(Patterns::zigzag),
  DOTS(Patterns::dots),
  HONEYCOMB(Patterns::honeycomb),
  MARBLE(Patterns::marble),
  SCALES(Patterns::scales),
  WEAVE(Patterns::weave),
  FACE(Turn.TILTED, Creatures::face),
  FISH(Turn.TILTED_MIRRORED, Creatures::fish),
  BUTTERFLY(Turn.TILTED, Creatures::butterfly),
  FLOWER(Turn.TILTED, Creatures::flower),
  MUSHROOM(Turn.TILTED, Creatures::mushroom),
  HOUSE(Turn.TILTED_MIRRORED, Things::house),
  CAR(Turn.TILTED_MIRRORED, Things::car),
  BOAT(Turn.TILTED_MIRRORED, Things::boat);

  /** How far a figure may be turned. */
  enum Turn {
    ANY(Math.PI, false),
    ANY_MIRRORED(Math.PI, true),
    TILTED(0.4, false),
    TILTED_MIRRORED(0.4, true);

    final double limit;
    final boolean mirrored;

    Turn(double limit, boolean mirrored) {
      this.limit = limit;
      this.mirrored = mirrored;
    }
  }

  final Turn turn;
  final Figure figure;
  final Textured.Kind texture;

  SyntheticClass(Turn turn, Figure figure) {
    this.turn = turn;
    this.figure = figure;
    this.texture = null;
  }

  SyntheticClass(Textured.Kind texture) {
    this.turn = Turn.ANY;
    this.figure = null;
    this.texture = texture;
  }

  /** The name on the command line and in files: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the class is told by its surface instead of its outline. */
  public boolean isTexture() {
    return texture != null;
  }
}
