package org.moiety.layers.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.random.Seed;
import org.moiety.layers.tensor.Backend.Revealed;

/// Trains one network on the examples of several data owners, each in a session of its own with the model owner (SV18 section 3: hub and spokes). The network goes from session to session
/// as [Handover] says; in the end to each once more, where it is tested and released.
///
/// All roles run it alike. The model owner and the dealer are in all sessions, a data owner in its own.
///
/// @param batches of each data owner in an epoch
/// @param id of the training: with a data owner's number behind it, of that one's session
/// @param seals key of all data owners, with active security; null elsewhere
public record HubTrainer(Schedule schedule, int epochs, int[] batches, String id, @Nullable Seed seals) {
  /// What a role has of one data owner's session in the end.
  ///
  /// @param epochs reports of all epochs; empty where losses are not known
  /// @param accuracy of the trained network on that data owner's test examples, at the data owner; NaN elsewhere
  /// @param weights the trained parameters by name, in the order of the layers; null where they are not known
  /// @param shares this role's of the trained parameters, where nobody learns them; null elsewhere, and where there are none
  public record Result(List<TrainingListener.Epoch> epochs, double accuracy,
      @Nullable MutableOrderedMap<String, Revealed> weights, @Nullable StoredShares shares) {}

  /// @param spokes by data owner; null where this role has no part
  /// @param weights seed of the initial weights; null where this role is not the model owner
  /// @return by data owner; null where this role had no part
  public List<@Nullable Result> train(List<@Nullable Spoke> spokes, @Nullable Seed weights) {
    return train(spokes, weights, HubCheckpoints.NONE);
  }

  /// The same with checkpoints. A training that goes on from one takes the turns that are left, in the same order and under the same numbers.
  public List<@Nullable Result> train(List<@Nullable Spoke> spokes, @Nullable Seed weights,
      HubCheckpoints checkpoints) {
    Way way = new Way(spokes, checkpoints);
    way.begin(weights);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (Schedule.Turn turn : schedule.epoch(batches)) {
        way.take(turn, epoch);
      }
    }
    List<@Nullable Result> results = new ArrayList<>();
    for (int i = 0; i < spokes.size(); i++) {
      Spoke spoke = way.to(i);
      results.add(spoke == null ? null : spoke.end());
    }
    return results;
  }

  private String session(int spoke) {
    return id + "/" + spoke;
  }

  /// The network's way through the sessions. What was done before a checkpoint is passed: only numbers move on.
  private final class Way {
    private final List<@Nullable Spoke> spokes;
    private final HubCheckpoints checkpoints;
    private final int from;
    private int done;
    private int at;
    private long step;

    Way(List<@Nullable Spoke> spokes, HubCheckpoints checkpoints) {
      this.spokes = spokes;
      this.checkpoints = checkpoints;
      Integer resumed = checkpoints.resumed();
      from = resumed == null ? -1 : resumed;
    }

    void begin(@Nullable Seed weights) {
      for (int i = 0; i < spokes.size(); i++) {
        Spoke spoke = spokes.get(i);
        Standing standing = checkpoints.standing(i);
        if (spoke != null && standing != null) {
          spoke.goOn(standing);
        }
      }
      Spoke first = spokes.getFirst();
      if (first != null && from < 0) {
        first.initial(weights);
      } else if (first != null) {
        first.pass();
      }
      reached();
    }

    /// Restores the network where it is kept, and keeps it later on.
    private void reached() {
      Spoke here = spokes.get(at);
      if (done == from && here != null) {
        here.restore(() -> checkpoints.restore(at));
      } else if (done > from) {
        checkpoints.reached(done, at, here == null ? null : here.parameters(), standing());
      }
    }

    private Standing standing() {
      Spoke here = spokes.get(at);
      return here != null
          ? here.standing()
          : spokes.stream().filter(Objects::nonNull).findFirst().map(Spoke::standing).orElse(Standing.START);
    }

    void take(Schedule.Turn turn, int epoch) {
      Spoke spoke = to(turn.spoke());
      for (int batch = turn.first(); batch < turn.first() + turn.count(); batch++) {
        boolean passed = done++ < from;
        if (spoke != null && passed) {
          spoke.pass(batch);
        } else if (spoke != null) {
          spoke.train(epoch, batch);
        }
        reached();
      }
      if (spoke != null && turn.first() + turn.count() == batches[turn.spoke()]) {
        spoke.endEpoch(done < from);
      }
    }

    @Nullable
    Spoke to(int next) {
      Spoke to = spokes.get(next);
      if (next == at) {
        return to;
      }
      Spoke from = spokes.get(at);
      step++;
      if (done < this.from) {
        for (Spoke one : Arrays.asList(from, to)) {
          if (one != null) {
            one.pass();
          }
        }
      } else {
        handOver(from, to, seals == null ? null : new Handover.Seal(seals, session(at), session(next), step));
      }
      at = next;
      return to;
    }

    private void handOver(@Nullable Spoke from, @Nullable Spoke to, Handover.@Nullable Seal seal) {
      Handover handed = from == null ? null : from.handOver(seal);
      if (to != null) {
        to.takeOver(seal, () -> {
          if (handed == null) {
            throw new IllegalStateException("handed over in a session without this role");
          }
          return handed;
        });
      }
    }
  }
}
