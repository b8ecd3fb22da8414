package org.moiety.experiments.launch;

/** Placeholder. */
public final class Launch {
  private Launch() {}

  /** Starts. */
  public static void main(String[] args) throws Exception {
    Class.forName("org.moiety.experiments.cli.Main").getMethod("main", String[].class).invoke(null,
        (Object) args);
  }
}
