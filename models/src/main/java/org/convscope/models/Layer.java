package org.convscope.models;

/**
 * A layer that somebody named: the node and the value that show it.
 *
 * @param index of the node in topological order, from 0
 * @param node the node's full name, {@code /features/features.12/Concat}
 * @param path its short name, a module path where there is one: {@code features.12}
 * @param value name of the value, to tap
 * @param type type of its operator: {@code concat}
 * @param description which layer that is, for people: how the name was understood
 */
public record Layer(
    int index, String node, String path, String value, String type, String description) {}
