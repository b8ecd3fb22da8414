package org.moiety.experiments.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.StreamChannel;
import org.moiety.engine.channel.TlsNetwork;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Role;
import org.moiety.triples.remote.Agreement;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;
import org.moiety.triples.store.MaterialFile;

/// A role and the others: it joins them, agrees with them, runs a program with them, and parts from them.
///
/// @param version of the program: other versions may compute something else
/// @param material what a dealer that is not there made ahead; null where the dealer is there
record Meeting(RoleSettings settings, String version, @Nullable MaterialFile material) {
  /// What may wait for the network, and what may wait for the program: in each direction, for each peer. A dealer is ahead by twice that, or by two messages where they are larger.
  static final long CHANNEL_BYTES = 64L << 20;

  /// With a dealer that is there.
  Meeting(RoleSettings settings, String version) {
    this(settings, version, null);
  }

  /// What a role has of it.
  ///
  /// @param <T> its own type
  interface Result<T> {
    /// @param sentTo what went to each peer
    T with(Map<SessionRole, SentTo> sentTo);
  }

  /// @param announcement what this role alone knows beforehand
  /// @param check of what the roles announced; all of them run it
  /// @param program to run, given what the roles announced
  /// @throws org.moiety.engine.channel.PeerException if a peer is somebody else
  /// @throws AgreementException if the roles were told different things, or the check finds that their announcements do not fit
  /// @throws TransportException if a peer is lost, or sends what makes no sense; at a party also after [MeetingListener#ended]
  <T extends Result<T>> void hold(Terms announcement, MeetingListener<T> listener, Consumer<Agreement> check,
      Function<Agreement, Function<Role, T>> program) {
    Map<String, StreamChannel> streams = join(listener);
    try {
      Map<SessionRole, Channel> channels = new EnumMap<>(SessionRole.class);
      for (SessionRole role : others()) {
        StreamChannel channel = streams.get(role.title());
        if (channel == null) {
          throw new IllegalArgumentException("the " + role.title() + " is no peer");
        }
        channels.put(role, channel);
      }
      Agreement agreement = agree(announcement, check, channels, streams);
      Map<SessionRole, SentTo> start = sentTo(streams);
      T result = as(channels, program.apply(agreement));
      TransportException lost;
      try {
        listener.complete(result);
      } finally {
        lost = part(streams); // also where it cannot be kept: the peers still need what was sent last
      }
      if (lost != null && settings.role() == SessionRole.DEALER) {
        throw lost; // what it has is of no use unless the parties came to their end
      }
      Map<SessionRole, SentTo> sentTo = sentTo(streams);
      sentTo.replaceAll((role, all) -> all.since(start.get(role)));
      listener.ended(result.with(sentTo));
      if (lost != null) {
        throw new TransportException(lost.getMessage() + "; what this role has of it is complete");
      }
    } finally {
      streams.values().forEach(StreamChannel::close);
    }
  }

  private List<SessionRole> others() {
    return settings.role().others().stream().filter(role -> material == null || role != SessionRole.DEALER).toList();
  }

  private Map<SessionRole, SentTo> sentTo(Map<String, StreamChannel> streams) {
    Map<SessionRole, SentTo> sentTo = new EnumMap<>(SessionRole.class);
    for (SessionRole role : others()) {
      StreamChannel stream = streams.get(role.title());
      if (stream != null) {
        sentTo.put(role, new SentTo(stream.payloadBytes(), stream.bytesWritten()));
      }
    }
    return sentTo;
  }

  /// Parties are done at nearly the same time. A dealer is ahead of them by as much as the channels hold, and has nothing to lose by waiting.
  ///
  /// @return why not all have parted
  private @Nullable TransportException part(Map<String, StreamChannel> streams) {
    streams.values().forEach(StreamChannel::end);
    TransportException first = null;
    for (StreamChannel stream : streams.values()) {
      try {
        if (settings.role() == SessionRole.DEALER) {
          stream.finish();
        } else {
          stream.finishSoon();
        }
      } catch (TransportException lost) {
        first = first == null ? lost : first;
      }
    }
    return first;
  }

  private Map<String, StreamChannel> join(MeetingListener<?> listener) {
    try (TlsNetwork network = TlsNetwork.open(settings.identity(), settings.listen(), settings.timeouts(),
        CHANNEL_BYTES)) {
      Endpoint at = network.listening();
      if (at != null) {
        listener.listening(at);
      }
      return network.join(settings.peers(), listener::warning);
    }
  }

  /// Where roles disagree, all shall hear of it before any leaves.
  private Agreement agree(Terms announcement, Consumer<Agreement> check, Map<SessionRole, Channel> channels,
      Map<String, StreamChannel> streams) {
    try {
      Agreement agreement = Agreement.reach(settings.role(), terms(), announcement, channels);
      check.accept(agreement);
      return agreement;
    } catch (AgreementException e) {
      TransportException gone = part(streams);
      if (gone != null) {
        e.addSuppressed(gone);
      }
      throw e;
    }
  }

  /// Both parties must have the files of one dealing, used equally far.
  private Terms terms() {
    Terms terms = settings.session().terms(version);
    return material == null
        ? terms
        : terms.with("preprocessing made ahead", material.header().id()).with("preprocessing used up to iteration",
            material.cursor());
  }

  private <T> T as(Map<SessionRole, Channel> channels, Function<Role, T> program) {
    RemoteSession roles = new RemoteSession(Modulus.MOIETY, settings.session().protocol(), settings.threads());
    return switch (settings.role()) {
      case DEALER -> roles.dealer(settings.session().seeds(), channel(channels, SessionRole.DATA_OWNER),
          channel(channels, SessionRole.MODEL_OWNER), program);
      case DATA_OWNER -> party(roles, channels, SessionRole.MODEL_OWNER, program);
      case MODEL_OWNER -> party(roles, channels, SessionRole.DATA_OWNER, program);
    };
  }

  private <T> T party(RemoteSession roles, Map<SessionRole, Channel> channels, SessionRole peer,
      Function<Role, T> program) {
    MaterialFile ahead = material;
    return ahead == null
        ? roles.party(settings.role(), channel(channels, peer), channel(channels, SessionRole.DEALER), program)
        : roles.party(settings.role(), channel(channels, peer), ahead, ahead::spend, program);
  }

  private static Channel channel(Map<SessionRole, Channel> channels, SessionRole role) {
    Channel channel = channels.get(role);
    if (channel == null) {
      throw new IllegalStateException("no channel to the " + role.title());
    }
    return channel;
  }
}
