package org.convscope.importer.operators;

/** An op that remembers the call it was read from, so that it can be written back as it was. */
public interface FromFile {
  /** The operator as the file applies it. */
  Call call();
}
