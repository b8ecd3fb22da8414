package org.moiety.experiments.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.KeyFolder;
import org.moiety.experiments.session.RoleSettings.Preprocessing;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.Option;

/// Who this role is, and how it reaches the others.
final class PeerOptions {
  @Option(names = "--keys", paramLabel = "DIR", description = "This role's identity, from moiety keys create.")
  private @Nullable Path keys;

  @Option(names = "--listen", paramLabel = "HOST:PORT",
      description = "Where the roles connect whose address is not given; port 0 is any that is free.")
  private @Nullable Endpoint listen;

  @Option(names = "--data-owner", paramLabel = "HOST:PORT", description = "Where the data owner listens.")
  private @Nullable Endpoint dataOwner;

  @Option(names = "--model-owner", paramLabel = "HOST:PORT", description = "Where the model owner listens.")
  private @Nullable Endpoint modelOwner;

  @Option(names = "--dealer", paramLabel = "HOST:PORT", description = "Where the dealer listens.")
  private @Nullable Endpoint dealer;

  @Option(names = "--data-owner-fingerprint", paramLabel = "SHA256",
      description = "What moiety keys show prints at the data owner.")
  private @Nullable Fingerprint dataOwnerFingerprint;

  @Option(names = "--model-owner-fingerprint", paramLabel = "SHA256",
      description = "What moiety keys show prints at the model owner.")
  private @Nullable Fingerprint modelOwnerFingerprint;

  @Option(names = "--dealer-fingerprint", paramLabel = "SHA256",
      description = "What moiety keys show prints at the dealer.")
  private @Nullable Fingerprint dealerFingerprint;

  @Option(names = "--wait", paramLabel = "SECONDS",
      description = "How long to wait for the other roles to be there.%nDefault: 300.")
  private @Nullable BigDecimal wait;

  @Option(names = "--timeout", paramLabel = "SECONDS",
      description = "A role of which nothing is heard for so long is lost; all roles are heard of while they live.%n"
          + "Default: 4.")
  private @Nullable BigDecimal timeout;

  @Option(names = "--message-timeout", paramLabel = "SECONDS",
      description = "How long to wait for a message of a role that is there.%nDefault: 600.")
  private @Nullable BigDecimal messageTimeout;

  Identity identity() {
    return folder().read();
  }

  private KeyFolder folder() {
    if (keys == null) {
      throw new UsageException("--keys is missing, expected a folder from moiety keys create");
    }
    return new KeyFolder(keys);
  }

  /// Preprocessing that this identity uses once.
  Preprocessing preprocessing(Path file) {
    return new Preprocessing(file, folder().spentMaterial());
  }

  @Nullable
  Endpoint listen() {
    return listen;
  }

  /// The other roles.
  ///
  /// @throws UsageException if one of them could not be reached or known
  List<Peer> peers(SessionRole own) {
    return peers(own, own.others());
  }

  /// Some of the other roles.
  List<Peer> peers(SessionRole own, List<SessionRole> others) {
    if (address(own) != null) {
      throw new UsageException("--" + Names.of(own) + " is for the other roles; this is the " + own.title()
          + ", which listens on --listen");
    }
    List<Peer> peers = new ArrayList<>();
    for (SessionRole role : others) {
      Fingerprint fingerprint = fingerprint(role);
      if (fingerprint == null) {
        throw new UsageException("--" + Names.of(role) + "-fingerprint is missing, expected what moiety keys show "
            + "prints at the " + role.title());
      }
      if (peers.stream().anyMatch(peer -> peer.fingerprint().equals(fingerprint))) {
        throw new UsageException("--" + Names.of(role) + "-fingerprint is another role's, too: each has its own");
      }
      Endpoint address = address(role);
      if (address == null && listen == null) {
        throw new UsageException("no --" + Names.of(role) + ", where it listens, and no --listen, for it to connect");
      }
      peers.add(new Peer(role.title(), fingerprint, address));
    }
    return peers;
  }

  private @Nullable Endpoint address(SessionRole role) {
    return switch (role) {
      case DATA_OWNER -> dataOwner;
      case MODEL_OWNER -> modelOwner;
      case DEALER -> dealer;
    };
  }

  private @Nullable Fingerprint fingerprint(SessionRole role) {
    return switch (role) {
      case DATA_OWNER -> dataOwnerFingerprint;
      case MODEL_OWNER -> modelOwnerFingerprint;
      case DEALER -> dealerFingerprint;
    };
  }

  Timeouts timeouts() {
    return new Timeouts(seconds("--wait", wait, Timeouts.DEFAULT.joining()),
        seconds("--timeout", timeout, Timeouts.DEFAULT.silence()),
        seconds("--message-timeout", messageTimeout, Timeouts.DEFAULT.message()));
  }

  private static Duration seconds(String option, @Nullable BigDecimal given, Duration preset) {
    if (given == null) {
      return preset;
    }
    BigDecimal most = BigDecimal.valueOf(Timeouts.MAX.toSeconds());
    if (given.compareTo(new BigDecimal("0.1")) < 0 || given.compareTo(most) > 0) {
      throw new UsageException(option + " " + given + ", expected 0.1 to " + most + " seconds");
    }
    return Duration.ofMillis(given.movePointRight(3).longValue());
  }
}
