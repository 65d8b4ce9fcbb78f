package org.convscope.importer.operators;

import java.util.Map;

/**
 * Writes operators back as they were read, where they still mean the same in the operator set that
 * is written.
 */
final class Verbatim {
  private static final int NEVER = Integer.MAX_VALUE;

  /**
   * The first version from which on a node means the same in operator set {@value Exports#OPSET}
   * and is written alike; operators that are not listed never changed.
   */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          Map.entry("Reshape", 5),
          Map.entry("Slice", 10),
          Map.entry("Pad", 11),
          Map.entry("Clip", 11),
          Map.entry("Squeeze", 13),
          Map.entry("Unsqueeze", 13),
          Map.entry("Split", 18),
          Map.entry("Tile", 6),
          Map.entry("Resize", 13),
          Map.entry("Upsample", NEVER),
          Map.entry("TopK", 10),
          Map.entry("Dropout", 12),
          Map.entry("Softmax", 13),
          Map.entry("LogSoftmax", 13),
          Map.entry("Hardmax", 13),
          Map.entry("BatchNormalization", 9),
          Map.entry("GroupNormalization", 21),
          Map.entry("MeanVarianceNormalization", 9),
          Map.entry("Add", 7),
          Map.entry("Sub", 7),
          Map.entry("Mul", 7),
          Map.entry("Div", 7),
          Map.entry("Pow", 7),
          Map.entry("PRelu", 7),
          Map.entry("Equal", 7),
          Map.entry("Greater", 7),
          Map.entry("Less", 7),
          Map.entry("And", 7),
          Map.entry("Or", 7),
          Map.entry("Xor", 7),
          Map.entry("Scatter", NEVER),
          Map.entry("ConstantFill", NEVER),
          Map.entry("RMSNormalization", NEVER),
          Map.entry("ReduceSum", 13),
          Map.entry("ReduceMean", 18),
          Map.entry("ReduceMax", 18),
          Map.entry("ReduceMin", 18),
          Map.entry("ReduceProd", 18),
          Map.entry("ReduceL1", 18),
          Map.entry("ReduceL2", 18),
          Map.entry("ReduceSumSquare", 18),
          Map.entry("ReduceLogSum", 18),
          Map.entry("ReduceLogSumExp", 18));

  private Verbatim() {}

  static void write(Call call, Writing out) {
    if (OldForms.write(call, out)) {
      return;
    }
    if (call.version() < SINCE.getOrDefault(call.opType(), 1)) {
      throw new IllegalArgumentException(
          "%s of operator set %d cannot be said in operator set %d"
              .formatted(call.opType(), call.version(), Exports.OPSET));
    }
    out.node(call.opType(), call.attributes());
  }
}
