package org.moiety.triples.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.DealtMaterial;
import org.moiety.triples.dealer.SessionSeeds;

/// One role of a training with several data owners, whose other roles are elsewhere: in a session of two parties with each data owner at the model owner and the dealer, in one at a data owner.
/// All of them belong to one program, on the calling thread; what the dealer sends of all comes to the model owner in the order of the program.
///
/// @param session what each of the sessions is
public record RemoteHub(RemoteSession session) {
  /// What a role is, in the sessions in which it takes part.
  ///
  /// @param roles by data owner; null where it has no part
  /// @param seals with which data owners seal what the model owner passes on; null elsewhere
  public record Part(List<@Nullable Role> roles, @Nullable Seed seals) {}

  /// Runs the program as the dealer, who sends each data owner its seed and the key of all data owners, and the model owner its seeds, one for each.
  ///
  /// @param seeds by data owner, fresh in every training
  /// @param seals fresh in every training
  public <T extends @Nullable Object> T dealer(List<SessionSeeds> seeds, Seed seals, List<Channel> dataOwners,
      Channel modelOwner, Function<Part, T> program) {
    for (int i = 0; i < seeds.size(); i++) {
      dataOwners.get(i).send(new Frame(seeds.get(i).party0().words()));
      dataOwners.get(i).send(new Frame(seals.words()));
      modelOwner.send(new Frame(seeds.get(i).party1().words()));
    }
    seals.destroy();
    return session.run(SessionRole.DEALER,
        field -> seeds.stream().map(one -> session.dealer(field, one, modelOwner)).toList(),
        roles -> program.apply(part(roles.size(), 0, roles, null)));
  }

  /// Runs the program as the model owner.
  public <T extends @Nullable Object> T modelOwner(List<Channel> dataOwners, Channel dealer,
      Function<Part, T> program) {
    List<Seed> seeds = dataOwners.stream().map(_ -> RemoteSession.seed(dealer.receive())).toList();
    return session.run(SessionRole.MODEL_OWNER,
        field -> IntStream.range(0, seeds.size()).mapToObj(i -> session.party(field, SessionRole.MODEL_OWNER,
            dataOwners.get(i), DealtMaterial.party1(field, seeds.get(i), dealer))).toList(),
        roles -> program.apply(part(roles.size(), 0, roles, null)));
  }

  /// Runs the program as a data owner.
  ///
  /// @param number of this one, from 0
  /// @param of so many
  public <T extends @Nullable Object> T dataOwner(int number, int of, Channel modelOwner, Channel dealer,
      Function<Part, T> program) {
    Seed seed = RemoteSession.seed(dealer.receive());
    Seed seals = RemoteSession.seed(dealer.receive());
    try {
      return session.run(SessionRole.DATA_OWNER,
          field -> List
              .of(session.party(field, SessionRole.DATA_OWNER, modelOwner, DealtMaterial.party0(field, seed))),
          own -> program.apply(part(of, number, own, seals)));
    } finally {
      seals.destroy();
    }
  }

  /// @param first number of the data owner in whose session the first of its own roles is
  private static Part part(int dataOwners, int first, List<Role> own, @Nullable Seed seals) {
    List<@Nullable Role> roles = new ArrayList<>();
    for (int i = 0; i < dataOwners; i++) {
      roles.add(i >= first && i < first + own.size() ? own.get(i - first) : null);
    }
    return new Part(roles, seals);
  }
}
