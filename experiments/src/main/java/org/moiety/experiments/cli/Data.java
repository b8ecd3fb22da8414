package org.moiety.experiments.cli;

import java.nio.file.Path;
import org.moiety.layers.data.DataSource;

/// Where this user's data are.
final class Data {
  private Data() {}

  static DataSource.Settings settings() {
    return DataSource.Settings.of(System.getenv(), Path.of(System.getProperty("user.home")));
  }
}
