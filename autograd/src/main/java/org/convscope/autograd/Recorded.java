package org.convscope.autograd;

import java.util.List;

/** A call on a {@link Tape} with its variables; omitted inputs are variables without a value. */
record Recorded(Call call, List<Variable> inputs, List<Variable> outputs) {}
