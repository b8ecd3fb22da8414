package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.Bystanders;
import org.moiety.triples.dealer.EmbeddedSession;

/// A session of the engine, watched: party 0, party 1 and the dealer run a lesson's program.
///
/// @param caught whether a check found a cheat, which ended it
record Stage(BigInteger p, Recorder party0, Recorder party1, Recorder dealer, boolean caught) {
  /// What all roles run. Places in it are named by [Role#enter].
  interface Program {
    void run(Role role, Recorder recorder);
  }

  static Stage play(Modulus modulus, Protocol protocol, Seed seed, Program program) {
    return play(modulus, protocol, seed, UnaryOperator.identity(), program);
  }

  /// @param between wraps the parties' connection
  static Stage play(Modulus modulus, Protocol protocol, Seed seed, UnaryOperator<InMemoryChannel.Pair> between,
      Program program) {
    try (Workers workers = new Workers(1)) {
      List<Recorder> recorders = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        recorders.add(new Recorder(new Field(KernelProvider.field(modulus), workers)));
      }
      EmbeddedSession session = new EmbeddedSession(modulus, protocol, seed, 1, null,
          new Bystanders(recorders.get(0), recorders.get(1), recorders.get(2), between));
      boolean caught = false;
      try {
        session.run(role -> {
          program.run(role, recorders.get(role.party() < 0 ? 2 : role.party()));
          return true;
        });
      } catch (CheatingDetectedException e) {
        caught = true;
      }
      return new Stage(modulus.value(), recorders.get(0), recorders.get(1), recorders.get(2), caught);
    }
  }

  Recorder party(int party) {
    return party == 0 ? party0 : party1;
  }

  /// Both parties' shares of what the program noted, added.
  List<BigInteger> sum(String note) {
    return add(party0.noted(note), party1.noted(note));
  }

  /// Both parties' shares of what they drew, added.
  List<BigInteger> drawn(String where, String purpose) {
    return add(party0.drawn(where, purpose), party1.drawn(where, purpose));
  }

  /// What was opened.
  List<BigInteger> opened(String where) {
    return party0.opened(where, p);
  }

  List<BigInteger> add(List<BigInteger> x, List<BigInteger> y) {
    List<BigInteger> sums = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      sums.add(x.get(i).add(y.get(i)).mod(p));
    }
    return sums;
  }
}
