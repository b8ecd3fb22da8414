package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.moiety.engine.channel.Link;
import org.moiety.layers.loss.SoftmaxCrossEntropy;

/// What the parties send each other in one iteration of a training, the images apart, which are sent once in the whole training; measured over all its iterations.
final class IterationTraffic {
  static final String FORWARD = "forward";
  static final String BACKWARD = "backward";
  static final String UPDATE = "update";

  private static final List<String> PHASES = List.of(FORWARD, BACKWARD, UPDATE);
  private static final double BITS_PER_BYTE = 8;
  private static final double SECONDS_PER_NANO = 1e-9;

  private record Place(String layer, String phase) {
    /// Whether every iteration comes here: inputs and results of other layers are the images and the weights.
    boolean isInIteration() {
      return PHASES.contains(phase) || layer.equals(SoftmaxCrossEntropy.NAME);
    }
  }

  private record Count(long values, long bytes, long rounds) {
    static final Count NONE = new Count(0, 0, 0);
  }

  private final Map<Place, Count> party0;
  private final Map<Place, Count> party1;
  private final long imageBytes;

  private IterationTraffic(Map<Place, Count> party0, Map<Place, Count> party1, long imageBytes) {
    this.party0 = party0;
    this.party1 = party1;
    this.imageBytes = imageBytes;
  }

  /// @param result of a training of one batch an epoch, without tests
  static IterationTraffic of(PieceResult result) {
    JsonNode summary = result.summary();
    int iterations = summary.path("epochs").asInt();
    long images = 0;
    for (JsonNode count : summary.path("counts")) {
      images += count.path("layer").asText().equals("images") ? count.path("bytes").asLong() : 0;
    }
    return new IterationTraffic(counts(summary.path("counts"), iterations),
        counts(summary.path("party1").path("counts"), iterations), images);
  }

  private static Map<Place, Count> counts(JsonNode counts, int iterations) {
    Map<Place, Count> result = new LinkedHashMap<>();
    for (JsonNode count : counts) {
      Place place = new Place(count.path("layer").asText(), count.path("phase").asText());
      if (place.isInIteration()) {
        result.put(place, new Count(share(count.path("values").asLong(), iterations),
            share(count.path("bytes").asLong(), iterations), share(count.path("rounds").asLong(), iterations)));
      }
    }
    return result;
  }

  private static long share(long total, int iterations) {
    if (total % iterations != 0) {
      throw new IllegalStateException(total + " in " + iterations + " iterations, expected as many in each");
    }
    return total / iterations;
  }

  /// Layers that open something in the forward or backward phase, in the order of the network.
  SequencedSet<String> layers() {
    SequencedSet<String> layers = new LinkedHashSet<>();
    party0.forEach((place, count) -> {
      if ((place.phase.equals(FORWARD) || place.phase.equals(BACKWARD)) && count.values > 0) {
        layers.add(place.layer);
      }
    });
    return layers;
  }

  /// Values that party 0 sends for one layer in one phase, as SV18 count.
  long values(String layer, String phase) {
    return party0.getOrDefault(new Place(layer, phase), Count.NONE).values;
  }

  /// Values that party 0 sends in one phase.
  long values(String phase) {
    return sum(party0, place -> place.phase.equals(phase), Count::values);
  }

  /// Values that party 0 sends for the network: what SV18 count, and the weights' update.
  long values() {
    return values(FORWARD) + values(BACKWARD) + values(UPDATE);
  }

  /// Values that a party sends, with the logits and their gradient.
  long allValues(int party) {
    return sum(party == 0 ? party0 : party1, _ -> true, Count::values);
  }

  /// Bytes that a party sends, with the logits and their gradient.
  long bytes(int party) {
    return sum(party == 0 ? party0 : party1, _ -> true, Count::bytes);
  }

  /// Messages that party 0 waits for.
  long rounds() {
    return sum(party0, _ -> true, Count::rounds);
  }

  /// Messages that are waited for one after the other: exchanges, the logits by party 0 and their gradient by party 1.
  long waits() {
    return largerSum(Count::rounds);
  }

  /// Bytes of the messages that are waited for one after the other.
  private long bytesInARow() {
    return largerSum(Count::bytes);
  }

  /// Bytes of an iteration's images, sent when they are used for the first time.
  long imageBytes() {
    return imageBytes;
  }

  /// Seconds of an iteration on a link: what it takes without, the transmission of what is waited for, and half a round trip a wait.
  ///
  /// @param computing seconds of an iteration without a link
  double seconds(Link link, double computing) {
    return computing + BITS_PER_BYTE * bytesInARow() / link.bitsPerSecond()
        + waits() * SECONDS_PER_NANO * link.delayNanos();
  }

  private static long sum(Map<Place, Count> counts, Predicate<Place> where, ToLongFunction<Count> what) {
    return counts.entrySet().stream().filter(entry -> where.test(entry.getKey()))
        .mapToLong(entry -> what.applyAsLong(entry.getValue())).sum();
  }

  /// In an exchange both parties send at once, elsewhere one does.
  private long largerSum(ToLongFunction<Count> what) {
    SequencedSet<Place> places = new LinkedHashSet<>(party0.keySet());
    places.addAll(party1.keySet());
    return places.stream().mapToLong(place -> Math.max(what.applyAsLong(party0.getOrDefault(place, Count.NONE)),
        what.applyAsLong(party1.getOrDefault(place, Count.NONE)))).sum();
  }
}
