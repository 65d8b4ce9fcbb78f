package org.convscope.visualize.ascend.view;

/**
 * Where in the image a view's pixel comes from, both measured from their centres: {@code y = yy·v +
 * yx·u + y0, x = xy·v + xx·u + x0} for row v and column u of the view.
 */
public record Affine(double yy, double yx, double xy, double xx, double y0, double x0) {
  /** The image as it is. */
  public static final Affine IDENTITY = new Affine(1, 0, 0, 1, 0, 0);

  /** The view moved by (y, x) pixels. */
  public static Affine moved(double y, double x) {
    return new Affine(1, 0, 0, 1, y, x);
  }

  /** Each pixel of the view spans {@code step} pixels of the image. */
  public static Affine scaled(double step) {
    return new Affine(step, 0, 0, step, 0, 0);
  }

  /** The view turned. */
  public static Affine turned(double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return new Affine(cos, sin, -sin, cos, 0, 0);
  }

  /** First {@code view}, then this: the view of a view. */
  public Affine of(Affine view) {
    return new Affine(
        yy * view.yy + yx * view.xy,
        yy * view.yx + yx * view.xx,
        xy * view.yy + xx * view.xy,
        xy * view.yx + xx * view.xx,
        yy * view.y0 + yx * view.x0 + y0,
        xy * view.y0 + xx * view.x0 + x0);
  }
}
