package org.moiety.triples.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.random.Sha256;
import org.moiety.triples.remote.Peers.Peer;

/// What the roles of a training with several data owners have made sure of before it starts: that all were told the same, and that the model owner and the dealer speak with the same data
/// owners, in the same order. Data owners need not reach each other.
///
/// | step | who, to whom | what |
/// | --- | --- | --- |
/// | 1 | each role, to each that it speaks with | its terms, what it announces, a fresh nonce |
/// | 2 | the model owner, to each data owner | the same of all data owners, in order |
/// | 3 | each role, to each that it speaks with | the hash of everything that all have said: the training's id |
///
/// The model owner cannot tell a data owner something else of another one than the dealer heard: the hashes would differ.
///
/// @param id in hexadecimal, new in every training
/// @param modelOwner what the model owner announced, and in which order it named the data owners
/// @param dataOwners what each of them announced, in order
/// @param number of this data owner, from 0; -1 at the model owner and the dealer
public record HubAgreement(String id, Terms modelOwner, List<Terms> dataOwners, int number) {
  /// More do not fit into a training.
  public static final int MAX_DATA_OWNERS = 100;

  private static final String LABEL = "moiety training 1";
  private static final String PLACE = "data owner ";

  /// A data owner, as the model owner and the dealer know it.
  ///
  /// @param name for messages
  /// @param fingerprint in hexadecimal
  public record DataOwner(String name, String fingerprint, Channel channel) {}

  /// Everything that was said.
  private record Said(Hello modelOwner, Hello dealer, List<Hello> dataOwners) {
    long[] id() {
      MessageDigest digest = Sha256.start();
      digest.update(LABEL.getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(dataOwners.size()).array());
      modelOwner.addTo(digest);
      dealer.addTo(digest);
      dataOwners.forEach(hello -> hello.addTo(digest));
      return Hello.words(digest.digest());
    }

    /// @param names of the data owners
    void requireAlike(Terms ours, List<String> names) {
      modelOwner.requireTerms(ours, SessionRole.MODEL_OWNER.title());
      dealer.requireTerms(ours, SessionRole.DEALER.title());
      for (int i = 0; i < dataOwners.size(); i++) {
        dataOwners.get(i).requireTerms(ours, names.get(i));
      }
      Terms.Difference difference = named(modelOwner.announced()).difference(named(dealer.announced()));
      if (difference != null) {
        throw new AgreementException("the roles were told of different data owners: "
            + AgreementException.shown(difference.name()) + " has fingerprint "
            + AgreementException.shown(difference.ours()) + " at the model owner and "
            + AgreementException.shown(difference.theirs()) + " at the dealer");
      }
    }

    HubAgreement agreement(long[] id, int number) {
      return new HubAgreement(Hello.hex(id), modelOwner.announced(),
          dataOwners.stream().map(Hello::announced).toList(), number);
    }
  }

  /// As the model owner or the dealer.
  ///
  /// @param terms what all roles must have been told alike
  /// @param announcement what this role alone knows beforehand, besides the data owners
  /// @param other the channel to the dealer or the model owner
  /// @throws AgreementException that names the first difference
  public static HubAgreement reach(SessionRole own, Terms terms, Terms announcement, Channel other,
      List<DataOwner> dataOwners) {
    Terms announced = new Terms();
    for (int i = 0; i < dataOwners.size(); i++) {
      announced.with(PLACE + (i + 1), dataOwners.get(i).fingerprint());
    }
    announcement.all().forEach(announced::with);
    boolean hub = own == SessionRole.MODEL_OWNER;
    List<Peer> all = new ArrayList<>(
        List.of(new Peer((hub ? SessionRole.DEALER : SessionRole.MODEL_OWNER).title(), other)));
    dataOwners.forEach(one -> all.add(new Peer(one.name(), one.channel())));
    Peers peers = new Peers(all);
    Hello mine = Hello.fresh(terms, announced);
    List<Hello> theirs = peers.greet(mine);
    List<Hello> hellos = theirs.subList(1, theirs.size());
    if (hub) {
      dataOwners.forEach(to -> hellos.forEach(hello -> to.channel().send(hello.frame())));
    }
    Said said = hub ? new Said(mine, theirs.getFirst(), hellos) : new Said(theirs.getFirst(), mine, hellos);
    long[] id = said.id();
    peers.compare(id, () -> said.requireAlike(terms, dataOwners.stream().map(DataOwner::name).toList()));
    return said.agreement(id, -1);
  }

  /// As a data owner.
  ///
  /// @param fingerprint this one's, in hexadecimal
  /// @param terms what all roles must have been told alike
  /// @param announcement what this role alone knows beforehand
  /// @throws AgreementException that names the first difference
  public static HubAgreement reach(String fingerprint, Terms terms, Terms announcement, Channel modelOwner,
      Channel dealer) {
    Peers peers = new Peers(List.of(new Peer(SessionRole.MODEL_OWNER.title(), modelOwner),
        new Peer(SessionRole.DEALER.title(), dealer)));
    Hello mine = Hello.fresh(terms, announcement);
    List<Hello> theirs = peers.greet(mine);
    List<String> order = order(theirs.getFirst().announced());
    List<Hello> dataOwners = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      dataOwners.add(Hello.of(modelOwner.receive()));
    }
    Said said = new Said(theirs.getFirst(), theirs.getLast(), dataOwners);
    long[] id = said.id();
    peers.compare(id, () -> said.requireAlike(terms,
        IntStream.rangeClosed(1, order.size()).mapToObj(i -> PLACE + i).toList()));
    int number = order.indexOf(fingerprint);
    if (number < 0 || !Arrays.equals(dataOwners.get(number).nonce(), mine.nonce())) {
      throw new AgreementException("the model owner passes something else on than what this data owner said");
    }
    return said.agreement(id, number);
  }

  /// The data owners that a role has named.
  private static Terms named(Terms announced) {
    Terms named = new Terms();
    announced.all().forEach((name, value) -> {
      if (name.startsWith(PLACE)) {
        named.with(name, value);
      }
    });
    return named;
  }

  private static List<String> order(Terms announced) {
    List<String> order = new ArrayList<>();
    while (announced.has(PLACE + (order.size() + 1))) {
      order.add(announced.get(PLACE + (order.size() + 1)));
    }
    if (order.isEmpty() || order.size() > MAX_DATA_OWNERS) {
      throw new TransportException("malformed message: a model owner with " + order.size() + " data owners");
    }
    return order;
  }
}
