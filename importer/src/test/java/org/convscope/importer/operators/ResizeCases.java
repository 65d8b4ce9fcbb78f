package org.convscope.importer.operators;

import static org.convscope.importer.operators.OperatorCase.floats;
import static org.convscope.importer.operators.OperatorCase.of;
import static org.convscope.importer.operators.OperatorCase.random;
import static org.convscope.importer.operators.OperatorCase.with;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Tensor;

/** Resize in its many ways, and Upsample. */
final class ResizeCases {
  private ResizeCases() {}

  private static final Tensor X = random(1, 2, 5, 7);
  private static final Tensor NOTHING = floats();

  static List<OperatorCase> all() {
    List<OperatorCase> c = new ArrayList<>();
    for (String coordinates :
        List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
      for (String mode : List.of("linear", "cubic")) {
        scaled(c, 13, with("mode", mode, "coordinate_transformation_mode", coordinates));
      }
      for (String rounding : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
        Map<String, Object> a =
            with(
                "mode", "nearest",
                "coordinate_transformation_mode", coordinates,
                "nearest_mode", rounding);
        c.add(of("Resize", 13, a, X, NOTHING, floats(1, 1, 2, 1.5)));
        c.add(of("Resize", 13, a, X, NOTHING, null, Tensor.longs(1, 2, 3, 4)));
      }
    }
    Map<String, Object> cubic = with("mode", "cubic", "cubic_coeff_a", -0.5f);
    scaled(c, 11, cubic);
    scaled(c, 13, and(cubic, "exclude_outside", 1));
    for (String mode : List.of("linear", "cubic")) {
      c.add(of("Resize", 18, with("mode", mode, "antialias", 1), X, null, floats(1, 1, 0.6, 0.5)));
      c.add(
          of(
              "Resize",
              19,
              with("mode", mode, "coordinate_transformation_mode", "half_pixel_symmetric"),
              X,
              null,
              floats(1, 1, 1.3, 0.7)));
    }
    c.add(of("Resize", 10, with("mode", "nearest"), X, floats(1, 1, 2, 3)));
    c.add(of("Resize", 10, with("mode", "linear"), X, floats(1, 1, 2, 0.6)));
    c.add(
        of(
            "Resize",
            18,
            with("mode", "linear", "axes", new int[] {3, 2}),
            X,
            null,
            floats(2, 0.8)));
    for (String policy : List.of("not_larger", "not_smaller")) {
      c.add(
          of(
              "Resize",
              18,
              with("mode", "linear", "keep_aspect_ratio_policy", policy, "axes", new int[] {2, 3}),
              X,
              null,
              null,
              Tensor.longs(9, 10)));
    }
    Map<String, Object> crop =
        with("mode", "linear", "coordinate_transformation_mode", "tf_crop_and_resize");
    Tensor roi = floats(0, 0, 0.4, 0.3, 1, 1, 1.2, 0.8);
    c.add(
        of(
            "Resize",
            13,
            and(crop, "extrapolation_value", 10f),
            X,
            roi,
            null,
            Tensor.longs(1, 2, 3, 4)));
    for (int opset : new int[] {7, 9}) {
      for (String mode : List.of("nearest", "linear")) {
        float[] scales = {1, 1, 2, 3};
        c.add(
            opset < 9
                ? of("Upsample", 7, with("mode", mode, "scales", scales), X)
                : of("Upsample", 9, with("mode", mode), X, floats(1, 1, 2, 3)));
      }
    }
    return c;
  }

  private static Map<String, Object> and(Map<String, Object> first, Object... more) {
    Map<String, Object> all = new LinkedHashMap<>(first);
    all.putAll(with(more));
    return all;
  }

  private static void scaled(List<OperatorCase> c, int opset, Map<String, Object> attributes) {
    c.add(of("Resize", opset, attributes, X, NOTHING, floats(1, 1, 2, 2.5)));
    c.add(of("Resize", opset, attributes, X, NOTHING, floats(1, 1, 0.6, 0.8)));
    c.add(of("Resize", opset, attributes, X, NOTHING, NOTHING, Tensor.longs(1, 2, 8, 3)));
  }
}
