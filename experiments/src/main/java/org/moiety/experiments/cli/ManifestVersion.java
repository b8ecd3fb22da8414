package org.moiety.experiments.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints; the number stands in the JAR's manifest.
final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[]{"moiety " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
