package org.moiety.experiments.cli;

import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.experiments.session.RoleSettings.OwnData;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.Option;

/// What the data owner trains on.
final class OwnDataOptions {
  @Option(names = "--data", paramLabel = "DATA",
      description = "The data owner's: strokes (generated digits), mnist, or a folder with four IDX files.")
  private @Nullable String data;

  @Option(names = "--limit", paramLabel = "N", description = "Train on the first N examples.%nDefault: all.")
  private @Nullable Integer limit;

  @Option(names = "--test-limit", paramLabel = "N",
      description = "Test on the first N examples; 0 for no test.%nDefault: all.")
  private @Nullable Integer testLimit;

  @Option(names = "--part", paramLabel = "K/N",
      description = "Use the K-th of N parts of these examples, each with every N-th: to try out several data owners.")
  private RoleSettings.@Nullable Part part;

  /// What `--data` says; null for nothing.
  @Nullable
  String source() {
    return data;
  }

  /// The number of training examples; null for all.
  ///
  /// @param preset where `--limit` does not say it
  @Nullable
  Integer limit(@Nullable Integer preset) {
    return limit == null ? preset : limit;
  }

  /// The number of test examples; null for all.
  ///
  /// @param preset where `--test-limit` does not say it
  @Nullable
  Integer testLimit(@Nullable Integer preset) {
    return testLimit == null ? preset : testLimit;
  }

  /// @return null where the role is not the data owner
  /// @throws UsageException if what the role needs is missing, or another's is there
  @Nullable
  OwnData of(SessionRole role) {
    if (role != SessionRole.DATA_OWNER) {
      if (data != null || limit != null || testLimit != null || part != null) {
        throw new UsageException(
            "--data, --limit, --test-limit and --part are the data owner's; this is the " + role.title());
      }
      return null;
    }
    if (data == null) {
      throw new UsageException("--data is missing: strokes, mnist or a folder with IDX files");
    }
    TrainOptions.requireLimits(limit, testLimit);
    return new OwnData(data, limit, testLimit, part);
  }
}
