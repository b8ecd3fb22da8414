package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.session.AheadRun;
import org.moiety.triples.remote.SessionRole;

/// What a dealer made ahead.
public final class AheadReport {
  private AheadReport() {}

  public static ObjectNode summary(AheadRun run, AheadRun.Result result, ProcessCosts costs) {
    ObjectNode object = JsonLines.event("summary");
    object.put("role", "dealer").put("preprocessingId", result.id());
    RoleReport.settings(object, run.session());
    RoleReport.training(object, run.session().training());
    object.put("examples", run.examples()).put("testExamples", run.testExamples())
        .put("batchesDone", run.batchesDone()).put("threads", run.threads())
        .put("version", run.version());
    RunFields.costs(object, costs);
    object.put("iterations", result.iterations().count()).put("mostBytesInAnIteration",
        result.iterations().mostBytes());
    ArrayNode files = object.putArray("files");
    result.files().forEach((party, file) -> files.addObject().put("role", Names.of(party)).put("file", file.toString())
        .put("bytes", bytes(result, party)));
    return object;
  }

  private static long bytes(AheadRun.Result result, SessionRole party) {
    return Objects.requireNonNull(result.bytes().get(party));
  }

  public static void print(PrintStream out, AheadRun run, AheadRun.Result result, ProcessCosts costs) {
    int epochs = run.session().training().epochs();
    out.printf(Locale.ROOT, "Made the preprocessing of a training of '%s': %s of %,d examples, batches of %d.%n%n",
        run.session().model().name(), epochs == 1 ? "one epoch" : epochs + " epochs", run.examples(),
        run.session().batchSize());
    if (run.session().training().resume()) {
      out.printf(Locale.ROOT, "  for a training  that goes on after %,d batches%n", run.batchesDone());
    }
    result.files().forEach((party, file) -> out.printf(Locale.ROOT, "  %-15s %s, %s%n", party.title(), file,
        RunText.bytes(bytes(result, party))));
    new RunText(out).time(costs);
    out.printf(Locale.ROOT, "  id              %s%n%n", result.id());
    out.println("""
        Give each party its file and nobody else: with both, everything that they open could be undone. Each
        serves one session. When the parties have them, delete them here.""");
    if (run.session().insecureSeed() != null) {
      out.println("NOTHING IS SECRET: all secrets follow from --insecure-seed.");
    }
  }
}
