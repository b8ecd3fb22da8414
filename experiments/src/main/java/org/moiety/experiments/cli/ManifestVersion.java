package org.moiety.experiments.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints; the number stands in the JAR's manifest.
final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[]{"moiety " + number()};
  }

  static String number() {
    return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
  }
}
