package org.moiety.engine.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Joins a role to its peers over TLS 1.3, each pinned by its fingerprint on both sides: it connects to those whose address it has, and lets the others connect.
public final class TlsNetwork implements AutoCloseable {
  private static final long RETRY_MILLIS = 200;
  private static final int BACKLOG = 16;
  /// Connections that may be shaking hands at a time; more are closed unheard.
  private static final int MAX_HANDSHAKES = 64;

  private final Identity own;
  private final Timeouts timeouts;
  private final long capacityBytes;
  private final @Nullable ServerSocket listener;

  private TlsNetwork(Identity own, Timeouts timeouts, long capacityBytes, @Nullable ServerSocket listener) {
    this.own = own;
    this.timeouts = timeouts;
    this.capacityBytes = capacityBytes;
    this.listener = listener;
  }

  /// Somebody to join.
  ///
  /// @param name for messages
  /// @param address where it listens; null if it connects to us
  public record Peer(String name, Fingerprint fingerprint, @Nullable Endpoint address) {}

  /// Begins to listen, where an address is given.
  ///
  /// @param at null where all peers have an address
  /// @param capacityBytes see [StreamChannel]
  /// @throws PeerException if the address cannot be listened on
  public static TlsNetwork open(Identity own, @Nullable Endpoint at, Timeouts timeouts, long capacityBytes) {
    if (at == null) {
      return new TlsNetwork(own, timeouts, capacityBytes, null);
    }
    InetSocketAddress address = at.resolve();
    if (address.isUnresolved()) {
      throw new PeerException("cannot listen on " + at + ": no such host");
    }
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
      return new TlsNetwork(own, timeouts, capacityBytes, listener);
    } catch (IOException e) {
      throw new PeerException("cannot listen on " + at + ": " + e.getMessage());
    }
  }

  /// Where it listens, with the port that was free; null if it does not.
  public @Nullable Endpoint listening() {
    return listener == null
        ? null
        : new Endpoint(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
  }

  /// Waits until all peers are there. Who has come hears of this role meanwhile.
  ///
  /// @param warnings told, in one line each, of connections that were refused
  /// @return channels by the peers' names, in their order
  /// @throws PeerException if one has another fingerprint
  /// @throws TransportException if one is not there in time
  public Map<String, StreamChannel> join(List<Peer> peers, Consumer<String> warnings) {
    long deadline = System.nanoTime() + timeouts.joining().toNanos();
    Map<String, StreamChannel> joined = new HashMap<>();
    boolean all = false;
    try (Door door = new Door(listener, peers.stream().filter(peer -> peer.address() == null).toList(), warnings)) {
      door.open();
      for (Peer peer : peers) {
        if (peer.address() != null) {
          joined.put(peer.name(), start(peer, connect(peer, peer.address(), deadline)));
        }
      }
      for (Peer peer : peers) {
        if (peer.address() == null) {
          Arrival arrival = door.next(deadline);
          joined.put(arrival.peer.name(), arrival.channel);
        }
      }
      all = true;
    } finally {
      if (!all) {
        StreamChannel.close(joined.values());
      }
    }
    Map<String, StreamChannel> channels = new LinkedHashMap<>();
    for (Peer peer : peers) {
      StreamChannel channel = joined.get(peer.name());
      if (channel != null) {
        channels.put(peer.name(), channel);
      }
    }
    StreamChannel.together(channels.values());
    return channels;
  }

  private StreamChannel start(Peer peer, TlsLink link) {
    return new StreamChannel(peer.name(), link, timeouts, capacityBytes).start();
  }

  private TlsLink connect(Peer peer, Endpoint address, long deadline) {
    while (true) {
      try {
        return connect(peer, address);
      } catch (IOException e) {
        if (e.getCause() instanceof WrongFingerprintException wrong) {
          throw new PeerException(peer.name() + " at " + address + " has " + wrong.getMessage() + ", expected "
              + peer.fingerprint());
        }
        if (System.nanoTime() - deadline > 0) {
          throw new TransportException("no connection with " + peer.name() + " at " + address + " in "
              + timeouts.joining().toSeconds() + " s: " + e.getMessage());
        }
      }
      pause();
    }
  }

  private TlsLink connect(Peer peer, Endpoint address) throws IOException {
    InetSocketAddress resolved = address.resolve();
    if (resolved.isUnresolved()) {
      throw new IOException("no such host");
    }
    Socket socket = new Socket();
    try {
      socket.connect(resolved, Math.toIntExact(timeouts.silence().toMillis()));
      return TlsLink.over(socket, PinnedTrust.engine(own, Set.of(peer.fingerprint()), true), timeouts.silence());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted while waiting for the peers");
    }
  }

  private record Arrival(Peer peer, StreamChannel channel) {}

  /// Lets peers in while it is open, each once. Strangers are sent away and are no reason to end.
  private final class Door implements AutoCloseable {
    private final @Nullable ServerSocket listener;
    private final Map<Fingerprint, Peer> expected = new HashMap<>();
    private final Set<Socket> handshakes = new HashSet<>();
    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Set<Peer> inside = new HashSet<>();
    private final Consumer<String> warnings;
    private boolean closed;

    Door(@Nullable ServerSocket listener, List<Peer> awaited, Consumer<String> warnings) {
      this.listener = listener;
      this.warnings = warnings;
      awaited.forEach(peer -> expected.put(peer.fingerprint(), peer));
    }

    void open() {
      ServerSocket door = listener;
      if (door != null) {
        Thread.ofPlatform().daemon().name("moiety-accept").start(() -> acceptAll(door));
      } else if (!expected.isEmpty()) {
        throw new IllegalArgumentException("peers without an address, and no address to listen on");
      }
    }

    private void acceptAll(ServerSocket door) {
      try {
        while (true) {
          Socket socket = door.accept();
          if (add(socket)) {
            Thread.startVirtualThread(() -> shakeHands(socket));
          } else {
            socket.close();
          }
        }
      } catch (IOException e) {
        return; // closed
      }
    }

    private void shakeHands(Socket socket) {
      try {
        TlsLink link = TlsLink.over(socket, PinnedTrust.engine(own, Set.copyOf(expected.keySet()), false),
            timeouts.silence());
        Peer peer = expected.get(link.peer());
        if (peer == null || !remove(socket, peer)) {
          warn(socket, "it is connected already");
          socket.close();
        } else {
          arrivals.add(new Arrival(peer, start(peer, link)));
        }
      } catch (IOException e) {
        warn(socket, e.getCause() instanceof WrongFingerprintException wrong
            ? wrong.getMessage() + " is none of those expected"
            : String.valueOf(e.getMessage()));
        remove(socket);
        close(socket);
      }
    }

    private synchronized boolean add(Socket socket) {
      return !closed && handshakes.size() < MAX_HANDSHAKES && handshakes.add(socket);
    }

    private synchronized void remove(Socket socket) {
      handshakes.remove(socket);
    }

    private synchronized boolean remove(Socket socket, Peer peer) {
      remove(socket);
      return !closed && inside.add(peer);
    }

    private synchronized void warn(Socket socket, String why) {
      if (!closed) {
        warnings.accept("refused a connection from " + socket.getRemoteSocketAddress() + ": " + why);
      }
    }

    Arrival next(long deadline) {
      try {
        Arrival arrival = arrivals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (arrival == null) {
          throw new TransportException(missing() + " did not connect in " + timeouts.joining().toSeconds() + " s");
        }
        return arrival;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransportException("interrupted while waiting for the peers");
      }
    }

    private synchronized String missing() {
      return expected.values().stream().filter(peer -> !inside.contains(peer)).map(Peer::name).sorted()
          .reduce((one, other) -> one + " and " + other).orElse("nobody");
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        return; // it is gone either way
      }
    }

    /// Who has come and was not taken is sent away.
    @Override
    public synchronized void close() {
      closed = true;
      handshakes.forEach(Door::close);
      StreamChannel.close(arrivals.stream().map(Arrival::channel).toList());
      TlsNetwork.this.close();
    }
  }

  /// Stops listening. Channels stay.
  @Override
  public void close() {
    try {
      if (listener != null) {
        listener.close();
      }
    } catch (IOException e) {
      return; // nobody can come in either way
    }
  }
}
