package org.moiety.triples.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.TransportException;
import org.moiety.triples.remote.HubAgreement.DataOwner;

@Timeout(30)
final class HubAgreementTest {
  private static final int DATA_OWNERS = 3;

  /// Model owner, dealer and data owners, joined as they are in a training.
  private static final class Members {
    private final InMemoryChannel.Pair between = InMemoryChannel.pair(1 << 20);
    private final List<InMemoryChannel.Pair> toHub = new ArrayList<>();
    private final List<InMemoryChannel.Pair> toDealer = new ArrayList<>();
    private int[] dealersOrder = {0, 1, 2};

    Members() {
      for (int i = 0; i < DATA_OWNERS; i++) {
        toHub.add(InMemoryChannel.pair(1 << 20));
        toDealer.add(InMemoryChannel.pair(1 << 20));
      }
    }

    private static DataOwner known(int number, List<InMemoryChannel.Pair> pairs) {
      return new DataOwner("owner " + number, "fp" + number, pairs.get(number).right());
    }

    CompletableFuture<HubAgreement> modelOwner(Terms terms) {
      return modelOwner(terms, between.left());
    }

    CompletableFuture<HubAgreement> modelOwner(Terms terms, Channel dealer) {
      return start(() -> HubAgreement.reach(SessionRole.MODEL_OWNER, terms, new Terms(), dealer,
          List.of(known(0, toHub), known(1, toHub), known(2, toHub))));
    }

    CompletableFuture<HubAgreement> dealer(Terms terms) {
      List<DataOwner> order = new ArrayList<>();
      for (int number : dealersOrder) {
        order.add(known(number, toDealer));
      }
      return start(() -> HubAgreement.reach(SessionRole.DEALER, terms, new Terms(), between.right(), order));
    }

    CompletableFuture<HubAgreement> dataOwner(int number, Terms terms) {
      return start(() -> HubAgreement.reach("fp" + number, terms, new Terms().with("examples", 10 * number),
          toHub.get(number).left(), toDealer.get(number).left()));
    }

    /// All, told the same but for one: the model owner is -2, the dealer -1.
    List<CompletableFuture<HubAgreement>> all(int odd) {
      List<CompletableFuture<HubAgreement>> reached = new ArrayList<>(
          List.of(modelOwner(terms(odd == -2 ? 4 : 3)), dealer(terms(odd == -1 ? 4 : 3))));
      for (int i = 0; i < DATA_OWNERS; i++) {
        reached.add(dataOwner(i, terms(odd == i ? 4 : 3)));
      }
      return reached;
    }
  }

  private static Terms terms(int epochs) {
    return new Terms().with("model", "tiny").with("epochs", epochs);
  }

  private static CompletableFuture<HubAgreement> start(Supplier<HubAgreement> work) {
    CompletableFuture<HubAgreement> reached = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        reached.complete(work.get());
      } catch (RuntimeException e) {
        reached.completeExceptionally(e);
      }
    });
    return reached;
  }

  private static Throwable failure(CompletableFuture<HubAgreement> reached) {
    Throwable thrown = catchThrowable(reached::join);
    assertThat(thrown).isInstanceOf(CompletionException.class);
    return thrown.getCause();
  }

  @Test
  void allKnowTheTrainingAndWhatEachDataOwnerAnnounced() {
    List<CompletableFuture<HubAgreement>> reached = new Members().all(-3);
    String id = reached.getFirst().join().id();
    assertThat(id).hasSize(64).isNotEqualTo(new Members().all(-3).getFirst().join().id());
    for (int i = 0; i < reached.size(); i++) {
      HubAgreement one = reached.get(i).join();
      assertThat(one.id()).isEqualTo(id);
      assertThat(one.dataOwners().stream().map(terms -> terms.get("examples"))).containsExactly("0", "10", "20");
      assertThat(one.number()).isEqualTo(i < 2 ? -1 : i - 2);
    }
  }

  @Test
  void whoWasToldSomethingElseIsNamedByAll() {
    for (int odd = -2; odd < DATA_OWNERS; odd++) {
      String title = odd == -2 ? "model owner" : odd == -1 ? "dealer" : "";
      List<CompletableFuture<HubAgreement>> reached = new Members().all(odd);
      for (int i = 0; i < reached.size(); i++) {
        String name = (i < 2 ? "owner " : "data owner ") + (i < 2 ? odd : odd + 1);
        assertThat(failure(reached.get(i))).as("%s", i).isInstanceOf(AgreementException.class)
            .hasMessageContaining(i == odd + 2
                ? "epochs is 4 here and 3 at the "
                : "epochs is 3 here and 4 at the " + (title.isEmpty() ? name : title));
      }
    }
  }

  @Test
  void dealerWithOtherDataOwnersIsNoticedByAll() {
    Members members = new Members();
    members.dealersOrder = new int[]{0, 2, 1};
    for (CompletableFuture<HubAgreement> one : members.all(-3)) {
      assertThat(failure(one)).isInstanceOf(AgreementException.class).hasMessageContaining(
          "data owner 2 has fingerprint fp1 at the model owner and fp2 at the dealer");
    }
  }

  /// It tells one data owner that another one has more examples.
  @Test
  void modelOwnerThatPassesSomethingElseOnIsNoticed() {
    Members members = new Members();
    Channel honest = members.toHub.get(2).right();
    members.toHub.set(2, new InMemoryChannel.Pair(members.toHub.get(2).left(), new Channel() {
      private int sent;

      @Override
      public void send(Frame frame) {
        honest.send(sent++ == 2
            ? new Frame(frame.planes()[0], new Terms().with("examples", 11).words(), frame.planes()[2])
            : frame);
      }

      @Override
      public Frame receive() {
        return honest.receive();
      }

      @Override
      public void close() {
        honest.close();
      }
    }));
    List<CompletableFuture<HubAgreement>> reached = members.all(-3);
    for (int i : new int[]{0, 1, 4}) { // the model owner, the dealer, and who was lied to
      assertThat(failure(reached.get(i))).isInstanceOf(AgreementException.class)
          .hasMessageContaining("they are not in one session");
    }
  }

  /// The same under its own name.
  @Test
  void modelOwnerThatPutsItselfInADataOwnersPlaceIsNoticed() {
    InMemoryChannel.Pair hub = InMemoryChannel.pair(1 << 20);
    InMemoryChannel.Pair dealer = InMemoryChannel.pair(1 << 20);
    Terms order = new Terms().with("data owner 1", "fp0");
    CompletableFuture<HubAgreement> dataOwner = start(
        () -> HubAgreement.reach("fp0", terms(3), new Terms().with("examples", 10), hub.left(), dealer.left()));
    Hello modelOwners = Hello.fresh(terms(3), order);
    Hello dealers = Hello.fresh(terms(3), order);
    Hello forged = Hello.fresh(terms(3), new Terms().with("examples", 12));
    hub.right().send(modelOwners.frame());
    hub.right().send(forged.frame());
    dealer.right().send(dealers.frame());
    hub.right().receive();
    dealer.right().receive();
    Frame id = hub.right().receive();
    hub.right().send(id);
    dealer.right().send(id);
    assertThat(failure(dataOwner)).isInstanceOf(AgreementException.class)
        .hasMessageContaining("passes something else on");
  }

  @Test
  void modelOwnerWithoutDataOwnersIsMalformed() {
    InMemoryChannel.Pair hub = InMemoryChannel.pair(1 << 20);
    InMemoryChannel.Pair dealer = InMemoryChannel.pair(1 << 20);
    hub.right().send(Hello.fresh(terms(3), new Terms()).frame());
    dealer.right().send(Hello.fresh(terms(3), new Terms()).frame());
    assertThat(failure(start(() -> HubAgreement.reach("fp0", terms(3), new Terms(), hub.left(), dealer.left()))))
        .isInstanceOf(TransportException.class).hasMessageContaining("0 data owners");
  }
}
