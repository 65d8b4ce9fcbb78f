package org.convscope.models.rewrite;

import java.util.List;
import java.util.Map;
import org.convscope.engine.Tensor;
import org.convscope.models.Node;

/**
 * A graph after rewriting.
 *
 * @param nodes in topological order
 * @param folded tensors made of parameters, by the names that the nodes read them under
 */
public record Rewritten(List<Node> nodes, Map<String, Tensor> folded) {}
