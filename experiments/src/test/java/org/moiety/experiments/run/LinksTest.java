package org.moiety.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Link;

final class LinksTest {
  @ParameterizedTest
  @CsvSource({"200Mbit/40ms,200000000,40000000,200Mbit/40ms", "1Gbit/0.5ms,1000000000,500000,1Gbit/0.5ms",
      "1000MBIT/500us,1000000000,500000,1Gbit/0.5ms", "9.6kbit/1.5s,9600,1500000000,9.6kbit/1.5s",
      "0.001kbit/0s,1,0,0.001kbit/0ms", "1000Gbit/60s,1000000000000,60000000000,1000Gbit/60s",
      "2500000kbit/1000ms,2500000000,1000000000,2.5Gbit/1s"})
  void linkIsARateAndARoundTrip(String text, long bitsPerSecond, long nanos, String canonical) {
    Link link = Links.parse(text);
    assertThat(link).isEqualTo(new Link(bitsPerSecond, Duration.ofNanos(nanos)));
    assertThat(Links.text(link)).isEqualTo(canonical);
    assertThat(Links.parse(canonical)).isEqualTo(link);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "1Gbit", "1Gbit/", "/1ms", "1Gbit 1ms", "1GB/1ms", "-1Gbit/1ms", "1Gbit/-1ms", "1e3Mbit/1ms",
          "1Gbit/1", "1000/1ms", "1Gbit/1ms/1", "١Gbit/1ms", "1234567890kbit/1ms"})
  void otherTextIsRefused(String text) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> Links.parse(text))
        .withMessage("'" + text
            + "', expected rate and round trip such as 200Mbit/40ms or 1Gbit/0.5ms (kbit, Mbit, Gbit; us, ms, s)");
  }

  @Test
  void boundsAreSaid() {
    for (String text : new String[]{"0Gbit/1ms", "1001Gbit/1ms", "1Gbit/60.001s", "999999999Gbit/999999999s"}) {
      assertThatExceptionOfType(UsageException.class).isThrownBy(() -> Links.parse(text))
          .withMessageContaining("expected a rate of 0.001kbit to 1000Gbit and a round trip of at most 60s");
    }
  }
}
