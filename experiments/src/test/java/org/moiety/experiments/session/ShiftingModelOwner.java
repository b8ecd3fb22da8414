package org.moiety.experiments.session;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.StreamChannel;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Protocol;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.layers.train.Spoke;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.HubAgreement;
import org.moiety.triples.remote.RemoteHub;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// A program: a model owner of several data owners that shifts the network on its way to the second. Arguments: `--listen`, its keys, the model, the version of the program, the dealer's address and fingerprint, the data
/// owners' fingerprints.
public final class ShiftingModelOwner {
  private ShiftingModelOwner() {}

  public static void main(String[] args) {
    List<Peer> peers = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 6; i < args.length; i++) {
      names.add("data owner " + (i - 5));
      peers.add(new Peer(names.getLast(), Fingerprint.parse(args[i]), null));
    }
    peers.add(new Peer("dealer", Fingerprint.parse(args[5]), Endpoint.parse(args[4])));
    SessionSettings session = new SessionSettings(ModelFile.read(Path.of(args[2])), Protocol.malicious(),
        Precision.DEFAULT, 8, new Task.Training(2, new BigDecimal("0.1"), 1, Release.MODEL_OWNER, 0, false,
            new Task.Hub(names.size(), Schedule.BATCHES)),
        null);
    TlsNetwork network = TlsNetwork.open(new KeyFolder(Path.of(args[1])).read(), Endpoint.parse("127.0.0.1:0"),
        Timeouts.DEFAULT, Meeting.CHANNEL_BYTES);
    Endpoint at = network.listening();
    System.out.println("{\"event\": \"listening\", \"host\": \"" + at.host() + "\", \"port\": " + at.port() + "}");
    Map<String, StreamChannel> streams = network.join(peers, line -> {
    });
    HubAgreement agreement = HubAgreement.reach(SessionRole.MODEL_OWNER, session.terms(args[3]), new Terms(),
        streams.get("dealer"),
        peers.subList(0, names.size()).stream().map(peer -> new HubAgreement.DataOwner(peer.name(),
            peer.fingerprint().hex(), streams.get(peer.name()))).toList());
    List<HubRun.Data> all = agreement.dataOwners().stream()
        .map(terms -> new HubRun.Data(OwnExamples.TRAINING.in(terms), OwnExamples.TEST.in(terms))).toList();
    List<Channel> channels = new ArrayList<>();
    names.forEach(name -> channels.add(streams.get(name)));
    channels.set(1, new Shifting(channels.get(1)));
    new RemoteHub(new RemoteSession(Modulus.MOIETY, session.protocol(), 1)).modelOwner(channels, streams.get("dealer"),
        part -> {
          List<@Nullable Spoke> spokes = new ArrayList<>();
          for (int i = 0; i < all.size(); i++) {
            spokes.add(HubRun.spoke(session, i, new PrivateBackend(part.roles().get(i), session.precision()),
                TrainingListener.NONE, all.get(i), () -> {
                }));
          }
          return HubRun.trainer(session, all, agreement.id(), null).train(spokes, session.weights());
        });
  }

  /// Changes the first message, which is of the network.
  private static final class Shifting implements Channel {
    private final Channel channel;
    private boolean shifted;

    Shifting(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void send(Frame frame) {
      if (shifted) {
        channel.send(frame);
      } else {
        shifted = true;
        long[][] planes = {frame.planes()[0].clone(), frame.planes()[1].clone()};
        planes[1][0] ^= 1;
        frame.read().run();
        channel.send(new Frame(planes));
      }
    }

    @Override
    public Frame receive() {
      return channel.receive();
    }

    @Override
    public void close() {
      channel.close();
    }
  }
}
