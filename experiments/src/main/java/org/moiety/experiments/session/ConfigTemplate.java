package org.moiety.experiments.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.moiety.experiments.run.Names;
import org.moiety.triples.remote.SessionRole;

/// Configuration files to be filled in: what a role has for itself, then what all have in common, then tables.
public final class ConfigTemplate {
  private ConfigTemplate() {}

  public static String of(SessionRole role) {
    return read(Names.of(role) + ".toml") + read("session.toml")
        + (role == SessionRole.DATA_OWNER ? "" : read("data-owners.toml"));
  }

  private static String read(String resource) {
    try (InputStream in = ConfigTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
