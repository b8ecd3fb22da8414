package org.moiety.experiments.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.KeyFolder;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.experiments.session.RoleSettings.Preprocessing;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.Option;

/// Who this role is, and how it reaches the others.
final class PeerOptions {
  @Option(names = "--keys", paramLabel = "DIR", description = "This role's identity, from moiety keys create.")
  private @Nullable Path keys;

  @Option(names = "--listen", paramLabel = "HOST:PORT",
      description = "Where the roles connect whose address is not given; port 0 is any that is free.")
  private @Nullable Endpoint listen;

  @Option(names = "--data-owner", paramLabel = "HOST:PORT",
      description = "Where the data owner listens. Of several each is named: --data-owner NAME,SHA256 or "
          + "NAME,SHA256,HOST:PORT with its fingerprint, or [[data-owner]] in the configuration.")
  private List<DataOwnerOption> dataOwners = List.of();

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

  /// What a role of a training is told of itself and of the others.
  ///
  /// @param others the other roles, or some of them
  /// @throws UsageException if one of them could not be reached or known
  RoleSettings settings(SessionRole own, SessionSettings agreed, List<SessionRole> others, int threads) {
    return new RoleSettings(own, agreed, folder().read(), listen, peers(own, others), timeouts(), threads);
  }

  /// What a role of a prediction is told of itself and of the others.
  ///
  /// @param with the name of the data owner, where several are named; null where there is no choice
  /// @throws UsageException if one of them could not be reached or known, if there is none of that name, or a choice
  RoleSettings settings(SessionRole own, SessionSettings agreed, @Nullable String with, int threads) {
    return new RoleSettings(own, agreed, folder().read(), listen, peers(own, with), timeouts(), threads);
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

  /// How many data owners are named; 0 for none.
  ///
  /// @throws UsageException if they are named here and told of otherwise, too, or twice
  int named() {
    List<DataOwnerOption> named = dataOwners.stream().filter(one -> one.name() != null).toList();
    if (named.size() != dataOwners.size() && dataOwners.size() > 1) {
      throw new UsageException("--data-owner " + dataOwners.stream().filter(one -> one.name() == null).findFirst()
          .map(one -> String.valueOf(one.address())).orElseThrow()
          + ", expected NAME,SHA256,HOST:PORT for each of several");
    }
    if (!named.isEmpty() && dataOwnerFingerprint != null) {
      throw new UsageException("--data-owner-fingerprint is for one data owner without a name: leave it out");
    }
    if (named.stream().map(DataOwnerOption::name).distinct().count() < named.size()) {
      throw new UsageException("two data owners have the same name");
    }
    return named.size();
  }

  /// @param hub how several data owners take turns; null where there is one
  /// @throws UsageException if there are several, and this role, which must know them, does not
  void requireNamed(SessionRole own, Task.@Nullable Hub hub) {
    if (hub != null && own != SessionRole.DATA_OWNER && named() == 0) {
      throw new UsageException("--data-owners " + hub.dataOwners() + ", and none is named: [[data-owner]] in the "
          + "configuration, or --data-owner NAME,SHA256 for each");
    }
  }

  /// The other roles, with one data owner.
  private List<Peer> peers(SessionRole own, @Nullable String with) {
    if (named() == 0 && with != null) {
      throw new UsageException("--with " + with + ", and no data owner has a name here");
    }
    if (named() > 1 || with != null) {
      List<DataOwnerOption> chosen = dataOwners.stream().filter(one -> String.valueOf(one.name()).equals(with))
          .toList();
      if (chosen.isEmpty()) {
        throw new UsageException((with == null ? "--with is missing" : "--with " + with) + ", expected one of "
            + dataOwners.stream().map(one -> String.valueOf(one.name())).collect(Collectors.joining(", ")));
      }
      dataOwners = chosen;
    }
    return peers(own, own.others());
  }

  /// Some of the other roles; of several data owners each under its name.
  private List<Peer> peers(SessionRole own, List<SessionRole> others) {
    int named = named();
    if (address(own) != null || (own == SessionRole.DATA_OWNER && named > 0)) {
      throw new UsageException("--" + Names.of(own) + " is for the other roles; this is the " + own.title()
          + ", which listens on --listen");
    }
    List<Peer> peers = new ArrayList<>();
    for (SessionRole role : others) {
      if (role == SessionRole.DATA_OWNER && named > 0) {
        dataOwners
            .forEach(one -> add(peers, named == 1 ? role.title() : RoleSettings.titleOf(String.valueOf(one.name())),
                "--data-owner " + one.name(), one.fingerprint(), one.address()));
        continue;
      }
      Fingerprint fingerprint = fingerprint(role);
      if (fingerprint == null) {
        throw new UsageException("--" + Names.of(role) + "-fingerprint is missing, expected what moiety keys show "
            + "prints at the " + role.title());
      }
      Endpoint address = address(role);
      if (address == null && listen == null) {
        throw new UsageException("no --" + Names.of(role) + ", where it listens, and no --listen, for it to connect");
      }
      add(peers, role.title(), "--" + Names.of(role) + "-fingerprint", fingerprint, address);
    }
    return peers;
  }

  private void add(List<Peer> peers, String name, String option, @Nullable Fingerprint fingerprint,
      @Nullable Endpoint address) {
    if (fingerprint == null || peers.stream().anyMatch(peer -> peer.fingerprint().equals(fingerprint))) {
      throw new UsageException(option + " has the fingerprint of another role, too: each has its own");
    }
    if (address == null && listen == null) {
      throw new UsageException(option + " without an address, and no --listen, for it to connect");
    }
    peers.add(new Peer(name, fingerprint, address));
  }

  private @Nullable Endpoint address(SessionRole role) {
    return switch (role) {
      case DATA_OWNER -> dataOwners.isEmpty() ? null : dataOwners.getFirst().address();
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

  private Timeouts timeouts() {
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
