package org.moiety.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.moiety.engine.profile.Activity;
import org.moiety.experiments.run.TimeProfile;

final class ProfileTextTest {
  @Test
  void smallRowsAreOneLineAndNoLineIsLong() {
    Instant start = Instant.ofEpochSecond(1_000_000);
    TimeProfile profile = new TimeProfile(start);
    profile.add("party 0", "average_pooling2d_2.a_long_name", "backward", start.plusSeconds(1),
        start.plusSeconds(101), 60_000_000_000L, activity -> activity == Activity.PRODUCT ? 100_000_000_000L : 0);
    profile.add("party 0", "conv2d.weight", "input", start.plusSeconds(101), start.plusSeconds(101), 0,
        activity -> 1_000);
    profile.add("party 0", "conv2d.bias", "input", start.plusSeconds(101), start.plusSeconds(101), 0,
        activity -> 1_000);
    profile.endAt(start.plusSeconds(102));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ProfileText(new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(profile);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text).contains("seconds of party 0", "average_pooling2d~ backward  100.00", "2 below 0.1 %",
        "102.00 s since the process began: 1.00 before (start, data), 100.00 of party 0, 1.00 after");
    assertThat(text).doesNotContain("conv2d.weight");
  }
}
