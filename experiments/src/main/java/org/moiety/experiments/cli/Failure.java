package org.moiety.experiments.cli;

import org.moiety.engine.channel.PeerException;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.fixed.EncodingException;
import org.moiety.engine.fixed.HeadroomException;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.experiments.experiment.ExperimentException;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.data.DataException;
import org.moiety.layers.file.FileException;
import org.moiety.layers.model.ModelException;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.store.StoreException;

/// What a failed command says and returns.
///
/// @param exitCode 1 for our own errors and what the machine lacks, 2 for a wrong argument, file or peer, 3 for a protocol failure, 4 for a detected
/// cheat
record Failure(String line, int exitCode) {
  static final int INTERNAL = 1;
  static final int USAGE = 2;
  static final int PROTOCOL = 3;
  static final int CHEAT = 4;

  static Failure of(Throwable cause) {
    return switch (cause) {
      case UsageException e -> new Failure(message(e), USAGE);
      case DataException e -> new Failure(message(e), USAGE);
      case FileException e -> new Failure(message(e), USAGE);
      case ModelException e -> new Failure(message(e), USAGE);
      case EncodingException e -> new Failure(message(e), USAGE);
      case AgreementException e -> new Failure(message(e), USAGE);
      case StoreException e -> new Failure(message(e), USAGE);
      case PeerException e -> new Failure(message(e), USAGE);
      case HeadroomException e -> new Failure(message(e), USAGE);
      case ExperimentException e -> new Failure(message(e), e.exitCode());
      case TransportException e -> new Failure("the session ended: " + message(e), PROTOCOL);
      case CheatingDetectedException e -> new Failure("a party did not follow the protocol: " + message(e), CHEAT);
      case OutOfMemoryError _ -> new Failure(
          "out of memory, the heap may have " + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB: try a smaller --batch-size or --limit, or MOIETY_JAVA_OPTIONS=-Xmx6g",
          INTERNAL);
      default -> new Failure("internal error, please report it: " + cause.getClass().getSimpleName() + ": "
          + message(cause) + " (--debug shows where)", INTERNAL);
    };
  }

  /// The message in one line, without what a peer could steer a terminal with.
  static String message(Throwable cause) {
    return String.valueOf(cause.getMessage()).replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
  }
}
