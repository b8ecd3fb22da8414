package org.moiety.experiments.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
    hold(listener, streams -> {
      Map<SessionRole, Channel> channels = new EnumMap<>(SessionRole.class);
      others().forEach(role -> channels.put(role, channel(streams, role.title())));
      Agreement agreement = Agreement.reach(settings.role(), terms(), announcement, channels);
      check.accept(agreement);
      Function<Role, T> agreed = program.apply(agreement);
      return () -> as(channels, agreed);
    });
  }

  /// A meeting with whichever peers there are.
  ///
  /// @param agree with them, by their names; then what is left to do
  /// @throws AgreementException if they do not agree: all hear of it before any leaves
  <T extends Result<T>> void hold(MeetingListener<T> listener,
      Function<Map<String, StreamChannel>, Supplier<T>> agree) {
    Map<String, StreamChannel> streams = join(listener);
    try {
      Supplier<T> work = agreed(agree, streams);
      Map<SessionRole, SentTo> start = sentTo(streams);
      T result = work.get();
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
      StreamChannel.close(streams.values());
    }
  }

  private List<SessionRole> others() {
    return settings.role().others().stream().filter(role -> material == null || role != SessionRole.DEALER).toList();
  }

  private static Map<SessionRole, SentTo> sentTo(Map<String, StreamChannel> streams) {
    Map<SessionRole, SentTo> sentTo = new EnumMap<>(SessionRole.class);
    streams.forEach((name, stream) -> sentTo.merge(RoleSettings.role(name),
        new SentTo(stream.payloadBytes(), stream.bytesWritten()), SentTo::plus));
    return sentTo;
  }

  /// Two parties are done at nearly the same time. A dealer is ahead of them by as much as the channels hold, one of several data owners by the others' last turns; neither has anything to lose by waiting.
  ///
  /// @return why not all have parted
  private @Nullable TransportException part(Map<String, StreamChannel> streams) {
    streams.values().forEach(StreamChannel::end);
    TransportException first = null;
    boolean ahead = settings.role() == SessionRole.DEALER
        || (settings.role() == SessionRole.DATA_OWNER && settings.session().hub() != null);
    for (StreamChannel stream : streams.values()) {
      try {
        if (ahead) {
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

  private <T> Supplier<T> agreed(Function<Map<String, StreamChannel>, Supplier<T>> agree,
      Map<String, StreamChannel> streams) {
    try {
      return agree.apply(streams);
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

  /// The channel to a peer.
  static StreamChannel channel(Map<String, StreamChannel> streams, String name) {
    StreamChannel channel = streams.get(name);
    if (channel == null) {
      throw new IllegalArgumentException("the " + name + " is no peer");
    }
    return channel;
  }

  private static Channel channel(Map<SessionRole, Channel> channels, SessionRole role) {
    Channel channel = channels.get(role);
    if (channel == null) {
      throw new IllegalStateException("no channel to the " + role.title());
    }
    return channel;
  }
}
