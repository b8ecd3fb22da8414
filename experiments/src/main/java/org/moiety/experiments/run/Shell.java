package org.moiety.experiments.run;

/// Commands as a user types them.
public final class Shell {
  private Shell() {}

  /// A word of a command, in quotes where a shell would read it otherwise.
  public static String word(String text) {
    return text.matches("[\\w./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
