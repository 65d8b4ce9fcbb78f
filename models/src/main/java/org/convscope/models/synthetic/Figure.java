package org.convscope.models.synthetic;

import java.util.List;

/** How the object of a class is drawn: its regions from back to front, in figure coordinates. */
interface Figure {
  List<Layer> draw(Draws draws, Palette palette);
}
