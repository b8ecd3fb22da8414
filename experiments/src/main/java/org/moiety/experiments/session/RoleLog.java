package org.moiety.experiments.session;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Meter;
import org.moiety.experiments.run.Names;
import org.moiety.layers.file.FileException;
import org.moiety.layers.train.Standing;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.SessionRole;

/// What a role writes down while it runs: a line an event, with time, level, role, session, data owner, iteration, layer and phase, as far as there are any.
///
/// It is told names, and numbers of the program's: never an array, a loss or a value.
public final class RoleLog implements AutoCloseable {
  /// What is written down, and all that stands before it here.
  public enum Level {
    /// How a session ended too early.
    ERROR(java.util.logging.Level.SEVERE),
    /// Refused connections and the like.
    WARNING(java.util.logging.Level.WARNING),
    /// Beginning and end of sessions and epochs, checkpoints.
    INFO(java.util.logging.Level.INFO),
    /// Each iteration.
    DEBUG(java.util.logging.Level.FINE),
    /// Each layer and phase of it.
    TRACE(java.util.logging.Level.FINER);

    private final java.util.logging.Level level;

    Level(java.util.logging.Level level) {
      this.level = level;
    }

    private static Level of(java.util.logging.Level level) {
      for (Level one : values()) {
        if (one.level.equals(level)) {
          return one;
        }
      }
      throw new IllegalArgumentException(level + " is none of ours");
    }
  }

  private static final int SESSION_SHOWN = 16;

  private final Logger logger = Logger.getAnonymousLogger();
  private final SessionRole role;
  private @Nullable String session;
  /// Of several, the one whose session with the model owner this is.
  private @Nullable String dataOwner;
  private long iteration;
  private @Nullable String layer;
  private Meter.@Nullable Phase phase;

  private RoleLog(SessionRole role, Level level) {
    this.role = role;
    logger.setUseParentHandlers(false);
    logger.setLevel(level.level);
  }

  /// Adds to a file.
  ///
  /// @param file null for a log that writes nothing
  /// @throws FileException if it cannot be written
  public static RoleLog of(SessionRole role, @Nullable Path file, Level level) {
    RoleLog log = new RoleLog(role, level);
    if (file != null) {
      try {
        OutputStream out = new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        log.logger.addHandler(log.new Lines(file, out));
      } catch (IOException e) {
        throw FileException.of(file, "written", e);
      }
    }
    return log;
  }

  /// Each line is in the file when the event is over.
  private final class Lines extends StreamHandler {
    Lines(Path file, OutputStream out) {
      super(out, new Line());
      setLevel(java.util.logging.Level.ALL);
      setErrorManager(new Unwritable(file));
    }

    @Override
    public synchronized void publish(LogRecord event) {
      super.publish(event);
      flush();
    }
  }

  /// A log that cannot be written ends no session: it is said once.
  private static final class Unwritable extends ErrorManager {
    private final Path file;
    private boolean said;

    Unwritable(Path file) {
      this.file = file;
    }

    @Override
    public synchronized void error(@Nullable String message, @Nullable Exception cause, int code) {
      if (!said) {
        said = true;
        System.err.println("moiety: " + (cause instanceof IOException e
            ? FileException.of(file, "written", e).getMessage()
            : file + ": cannot be written") + ": the log ends here");
      }
    }
  }

  private final class Line extends Formatter {
    @Override
    public String format(LogRecord event) {
      StringBuilder line = new StringBuilder(128);
      line.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ')
          .append(Level.of(event.getLevel())).append(" role=").append(Names.of(role));
      if (session != null) {
        line.append(" session=").append(session, 0, SESSION_SHOWN);
      }
      if (dataOwner != null) {
        line.append(" data-owner=").append(dataOwner);
      }
      if (iteration > 0) {
        line.append(" iteration=").append(iteration);
      }
      if (layer != null && phase != null) {
        line.append(" layer=").append(layer).append(" phase=").append(phase.name().toLowerCase(Locale.ROOT));
      }
      return line.append(": ").append(oneLine(event.getMessage())).append('\n').toString();
    }
  }

  /// Without what a peer could steer a terminal with.
  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
  }

  /// Writes down what happened.
  public void add(Level level, String what) {
    logger.log(level.level, what);
  }

  /// Writes down what the listener of a training is told.
  public RoleRun.Listener before(RoleRun.Listener next) {
    return new Training(next);
  }

  /// Writes down what the listener of a prediction is told.
  public PredictRun.Listener before(PredictRun.Listener next) {
    return new Prediction(next);
  }

  private void starts(String id, String what) {
    session = id;
    add(Level.INFO, what);
  }

  /// What sessions of both kinds are told.
  private abstract class Told<T, L extends TrainingListener & MeetingListener<T>>
      implements
        TrainingListener,
        MeetingListener<T>,
        Meter.Watcher {
    final L next;

    Told(L next) {
      this.next = next;
    }

    @Override
    public final void listening(Endpoint at) {
      add(Level.INFO, "listens on " + at);
      next.listening(at);
    }

    @Override
    public final void warning(String line) {
      add(Level.WARNING, line);
      next.warning(line);
    }

    @Override
    public final void complete(T result) {
      next.complete(result);
    }

    @Override
    public final void ended(T result) {
      next.ended(result);
    }

    @Override
    public final void begins(long number) {
      iteration = number;
      layer = null;
      phase = null;
      add(Level.DEBUG, "begins");
    }

    @Override
    public final void enters(String newLayer, Meter.Phase newPhase) {
      layer = newLayer;
      phase = newPhase;
      add(Level.TRACE, "begins");
    }

    @Override
    public final void testing(int done, int of) {
      next.testing(done, of);
    }
  }

  private final class Training extends Told<RoleRun.Result, RoleRun.Listener> implements RoleRun.Listener {
    Training(RoleRun.Listener next) {
      super(next);
    }

    @Override
    public void started(RoleRun.Started begun) {
      starts(begun.sessionId(), "a training begins, after " + begun.batchesDone() + " batches of other sessions");
      next.started(begun);
    }

    @Override
    public void checkpoint(Standing standing) {
      add(Level.INFO, "checkpoint after batch " + standing.batches() + " of epoch " + standing.epoch());
      next.checkpoint(standing);
    }

    @Override
    public void iteration(Iteration report) {
      next.iteration(report);
    }

    @Override
    public Meter.Watcher with(String name) {
      return new Meter.Watcher() {
        private long itsIteration;

        @Override
        public void begins(long number) {
          dataOwner = name;
          itsIteration = number;
          Training.this.begins(number);
        }

        @Override
        public void enters(String newLayer, Meter.Phase newPhase) {
          dataOwner = name;
          iteration = itsIteration;
          Training.this.enters(newLayer, newPhase);
        }
      };
    }

    @Override
    public void epoch(Epoch report) {
      add(Level.INFO, "epoch " + report.epoch() + " is over");
      next.epoch(report);
    }
  }

  private final class Prediction extends Told<PredictRun.Result, PredictRun.Listener> implements PredictRun.Listener {
    Prediction(PredictRun.Listener next) {
      super(next);
    }

    @Override
    public void started(String sessionId) {
      starts(sessionId, "a prediction begins");
      next.started(sessionId);
    }
  }

  @Override
  public void close() {
    for (Handler handler : logger.getHandlers()) {
      handler.close();
    }
  }
}
