package org.moiety.experiments.run;

import java.nio.file.Path;
import org.moiety.layers.data.DataSource;

/// Where this user's data are.
public final class Data {
  private Data() {}

  public static DataSource.Settings settings() {
    return DataSource.Settings.of(System.getenv(), Path.of(System.getProperty("user.home")));
  }
}
