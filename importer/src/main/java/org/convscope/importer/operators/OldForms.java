package org.convscope.importer.operators;

import static org.convscope.importer.operators.Writing.with;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/** Says in today's operators what early operator sets had forms of their own for. */
final class OldForms {
  private static final Set<String> AS_MATRIX = Set.of("Softmax", "LogSoftmax", "Hardmax");

  private OldForms() {}

  /** Writes a call if it is of a form that has been given up; false if it is not. */
  static boolean write(Call call, Writing out) {
    if (AS_MATRIX.contains(call.opType()) && call.version() < 13) {
      String shape = out.step("Shape", List.of(out.input(0)), with());
      String matrix =
          out.step("Flatten", List.of(out.input(0)), with("axis", call.small("axis", 1)));
      String rows = out.step(call.opType(), List.of(matrix), with("axis", 1));
      out.node("Reshape", List.of(rows, shape), with());
      return true;
    }
    if (call.opType().equals("Split") && call.version() < 18) {
      out.node(
          "Split",
          out.inputs().size() > 1
              ? with("axis", call.small("axis", 0))
              : with("axis", call.small("axis", 0), "num_outputs", call.outputs()));
      return true;
    }
    if (call.opType().equals("TopK") && call.version() < 10) {
      out.node(
          "TopK",
          out.inputsAnd(out.constant(Tensor.longs(call.integer("k", 0)))),
          with("axis", call.small("axis", -1)));
      return true;
    }
    if (call.opType().equals("GroupNormalization") && call.version() < 21) {
      writeGroups(call, out);
      return true;
    }
    if (call.opType().equals("PRelu") && call.version() < 7) {
      writeAligned("PRelu", Arithmetics.slopes(out.shape(0), out.shape(1)), out);
      return true;
    }
    OldBroadcast broadcast = OldBroadcast.of(call);
    if (broadcast.axis() != null) {
      writeAligned(call.opType(), broadcast.aligned(out.shape(0), out.shape(1)), out);
      return true;
    }
    return false;
  }

  /** One scale per channel instead of one per group. */
  private static void writeGroups(Call call, Writing out) {
    int channels = out.shape(0).dim(1);
    int groups = call.small("num_groups", 1);
    long[] group = new long[channels];
    Arrays.setAll(group, c -> (long) c * groups / channels);
    String of = out.constant(Tensor.longs(group));
    out.node(
        "GroupNormalization",
        List.of(
            out.input(0),
            out.step("Gather", List.of(out.input(1), of), with()),
            out.step("Gather", List.of(out.input(2), of), with())),
        call.attributes());
  }

  private static void writeAligned(String opType, Shape second, Writing out) {
    String shape = out.longs(Movements.list(second.dims()));
    String aligned = out.step("Reshape", List.of(out.input(1), shape), with());
    out.node(opType, List.of(out.input(0), aligned), with());
  }
}
