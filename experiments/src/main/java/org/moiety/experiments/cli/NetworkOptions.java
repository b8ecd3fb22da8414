package org.moiety.experiments.cli;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Link;
import org.moiety.experiments.run.Engine;
import picocli.CommandLine.Option;

/// What is between the parties.
final class NetworkOptions {
  @Option(names = "--link", paramLabel = "RATE/RTT",
      description = "Delay messages between the parties as a network link does: bits per second (kbit, Mbit or Gbit) "
          + "and round trip (us, ms or s), such as 200Mbit/40ms. The dealer's material is taken as made and sent "
          + "ahead: it is not delayed.%nDefault: no delay.")
  private @Nullable Link link;

  /// The same engine with the link between its parties, where one is given.
  Engine between(Engine engine) {
    return link == null ? engine : engine.over(link);
  }
}
