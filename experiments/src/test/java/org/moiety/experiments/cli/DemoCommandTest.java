package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `moiety demo NAME` as a user and as a script run it.
final class DemoCommandTest {
  @TempDir
  private Path folder;
  private Cli cli;

  @BeforeEach
  void start() {
    cli = new Cli(folder);
  }

  @Test
  void tellsALessonStepByStep() throws Exception {
    Cli.Result result = cli.run("demo", "multiply", "--small", "--seed", "1", "--auto");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("They agree.")
        .anyMatch(line -> line.contains("party 0") && line.contains("wire") && line.contains("party 1"))
        .anyMatch(line -> line.contains("z\u2080 = 35 = 56 + 22 \u00b7 46 + 48 \u00b7 91 + 22 \u00b7 91/2"))
        .allMatch(line -> line.codePointCount(0, line.length()) <= 80);
    assertThat(cli.run("demo", "multiply", "--small", "--seed", "1").out()).isEqualTo(result.out());
  }

  @Test
  void printsJson() throws Exception {
    List<JsonNode> lines = cli
        .run("demo", "truncate", "--small", "--seed", "1", "--json", "--set", "x=3", "--set", "y=-1.5").json();
    assertThat(lines.getFirst().path("event").asText()).isEqualTo("lesson");
    assertThat(lines.getFirst().path("values").path("x").asText()).isEqualTo("3");
    assertThat(lines.getFirst().path("prime").asText()).isEqualTo("9973");
    assertThat(lines.subList(1, lines.size() - 1)).isNotEmpty()
        .allMatch(line -> line.path("event").asText().equals("step"));
    assertThat(lines.getLast().path("event").asText()).isEqualTo("result");
    assertThat(lines.getLast().path("outcome").asText()).isIn("agrees", "ruined");
  }

  @Test
  void takesPicturesFromFiles() throws Exception {
    BufferedImage picture = new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xffffff);
    ImageIO.write(picture, "png", folder.resolve("p.png").toFile());
    JsonNode start = cli.run("demo", "share", "--json", "--set", "image=p.png").json().getFirst();
    assertThat(start.path("values").path("image").asText()).startsWith("28x14:");
  }

  @Test
  void refusesInOneLine() throws Exception {
    for (String[] wrong : new String[][]{{"demo", "no-such-lesson"}, {"demo", "add", "--set", "x=many"},
        {"demo", "add", "--set", "w=1"},
        {"demo", "add", "--set", "x"}, {"demo", "share", "--set", "image=nowhere.png"},
        {"demo", "train", "--small", "--set", "prime=97"},
        {"demo", "multiply", "--small", "--set", "x=1000"}}) {
      Cli.Result result = cli.run(wrong);
      assertThat(result.exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
      assertThat(result.err()).as(String.join(" ", wrong)).hasSize(1).first().asString().startsWith("moiety: ");
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void goesOnAtEnterAndStopsAtQ() throws IOException, InterruptedException {
    Path keys = Files.writeString(folder.resolve("keys"), "\n\nq\n");
    Path out = folder.resolve("out");
    int exitCode = cli.startWithInput(keys, out, folder.resolve("err"), "demo", "add", "--small").waitFor();
    assertThat(exitCode).isZero();
    assertThat(Files.readString(out)).contains("1. Shares to begin with", "2. Add", "3. Multiply")
        .doesNotContain("4. Add a public");
  }
}
