package org.convscope.visualize.doctor;

/**
 * One thing that was looked at.
 *
 * @param check what was looked at
 * @param verdict how it is
 * @param text what was found
 * @param remedy what to do about it; empty if nothing
 */
public record Finding(String check, Verdict verdict, String text, String remedy) {
  /** How it is. */
  public enum Verdict {
    /** As it should be. */
    FINE,
    /** Worth knowing when the pictures are read. */
    NOTE,
    /** Will spoil results. */
    WARNING
  }

  static Finding fine(String check, String text) {
    return new Finding(check, Verdict.FINE, text, "");
  }

  static Finding note(String check, String text, String remedy) {
    return new Finding(check, Verdict.NOTE, text, remedy);
  }

  static Finding warning(String check, String text, String remedy) {
    return new Finding(check, Verdict.WARNING, text, remedy);
  }
}
