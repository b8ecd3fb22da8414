package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.online.CheatingDetectedException;

final class FailureTest {
  @Test
  void lostSessionAndDetectedCheatHaveCodesOfTheirOwn() {
    assertThat(Failure.of(new TransportException("the channel is closed")))
        .isEqualTo(new Failure("the session ended: the channel is closed", 3));
    assertThat(Failure.of(new CheatingDetectedException("the MAC check of 3 opened arrays failed")))
        .isEqualTo(new Failure("a party did not follow the protocol: the MAC check of 3 opened arrays failed", 4));
  }
}
