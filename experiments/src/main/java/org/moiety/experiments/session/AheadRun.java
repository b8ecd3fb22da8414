package org.moiety.experiments.session;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.kernel.Modulus;
import org.moiety.experiments.run.Names;
import org.moiety.layers.data.AbsentExamples;
import org.moiety.layers.data.Examples;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.FolderLock;
import org.moiety.layers.file.OwnerOnly;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;
import org.moiety.triples.store.MaterialHeader;
import org.moiety.triples.store.MaterialSize;
import org.moiety.triples.store.MaterialWriter;

/// A dealer that makes the preprocessing of one training ahead, into a file for each party.
///
/// @param version of the program
/// @param examples for training, as many as the data owner will have
/// @param testExamples 0 for no test
/// @param folder where the files go, which must not be there yet
/// @param threads processors to use
public record AheadRun(SessionSettings session, String version, int examples, int testExamples, Path folder,
    int threads) {
  private static final List<SessionRole> PARTIES = List.of(SessionRole.DATA_OWNER, SessionRole.MODEL_OWNER);

  /// Told how far it is.
  public interface Listener {
    void written(long bytes, long of);
  }

  /// What was made.
  ///
  /// @param id of the dealing, the same in both files
  /// @param iterations what party 1 needs of each, in bytes of messages
  public record Result(String id, Map<SessionRole, Path> files, Map<SessionRole, Long> bytes,
      RoleRun.Iterations iterations) {}

  /// Where a party's file goes.
  Path file(SessionRole party) {
    return folder.resolve(Names.of(party) + ".preprocessing");
  }

  private Path unfinished(SessionRole party) {
    return folder.resolve("." + file(party).getFileName() + ".tmp");
  }

  /// Makes the files.
  ///
  /// @throws FileException if they are there already, or do not fit on the disk
  public Result run(Listener listener) {
    try {
      Files.createDirectories(folder, OwnerOnly.folder(folder));
    } catch (FileAlreadyExistsException e) {
      throw new FileException(folder, "is not a folder", e);
    } catch (IOException e) {
      throw FileException.of(folder, "made", e);
    }
    try (FolderLock _ = FolderLock.of(folder)) {
      return write(listener);
    } catch (IOException e) {
      throw FileException.of(folder, "written", e);
    }
  }

  /// What a dealer that was killed has left is removed first.
  private Result write(Listener listener) throws IOException {
    Map<SessionRole, Path> temporary = new EnumMap<>(SessionRole.class);
    try {
      for (SessionRole party : PARTIES) {
        if (Files.exists(file(party))) {
          throw new FileException(file(party), "exists, and preprocessing is not overwritten");
        }
        Files.deleteIfExists(unfinished(party));
      }
      MaterialHeader dataOwners = header(MaterialHeader.freshId(), SessionRole.DATA_OWNER);
      MaterialHeader modelOwners = header(dataOwners.id(), SessionRole.MODEL_OWNER);
      long needed = dataOwners.bytes() + modelOwners.bytes() + count();
      requireSpace(needed);
      for (SessionRole party : PARTIES) {
        Path file = unfinished(party);
        temporary.put(party, Files.createFile(file, OwnerOnly.file(file)));
      }
      Result result;
      try (
          MaterialWriter dataOwner = open(temporary.get(SessionRole.DATA_OWNER), dataOwners);
          MaterialWriter modelOwner = open(temporary.get(SessionRole.MODEL_OWNER), modelOwners)) {
        Meter meter = deal(session, examples, testExamples, dataOwner,
            new Told(modelOwner, () -> listener.written(dataOwner.bytes() + modelOwner.bytes(), needed)));
        dataOwner.finish();
        modelOwner.finish();
        result = new Result(dataOwners.id(),
            Map.of(SessionRole.DATA_OWNER, file(SessionRole.DATA_OWNER), SessionRole.MODEL_OWNER,
                file(SessionRole.MODEL_OWNER)),
            Map.of(SessionRole.DATA_OWNER, dataOwner.bytes(), SessionRole.MODEL_OWNER, modelOwner.bytes()),
            new RoleRun.Iterations(meter.iterations(), meter.mostBytesInAnIteration()));
      }
      for (SessionRole party : PARTIES) {
        Files.move(temporary.get(party), file(party));
      }
      return result;
    } finally {
      temporary.values().forEach(AheadRun::delete);
    }
  }

  private static MaterialWriter open(@Nullable Path temporary, MaterialHeader header) throws IOException {
    return MaterialWriter.open(Objects.requireNonNull(temporary), header);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return; // what is left is no preprocessing file
    }
  }

  private MaterialHeader header(String id, SessionRole party) {
    Terms announced = new Terms();
    RoleRun.TRAINING.announce(announced, absent(examples));
    if (testExamples > 0) {
      RoleRun.TEST.announce(announced, absent(testExamples));
    }
    return new MaterialHeader(id, party.party(), session.terms(version), announced);
  }

  private Examples absent(int count) {
    Model model = Model.build(session.model(), Activation.RELU_APPROX, true);
    int[] shape = model.inputShape().toArray();
    return shape.length == 3
        ? new AbsentExamples(count, shape[0], shape[1], shape[2], model.classes())
        : new AbsentExamples(count, 1, 1, model.inputShape().length(), model.classes());
  }

  private void requireSpace(long needed) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new FileException(folder, String.format(Locale.ROOT,
          "%.2f GB are needed for the preprocessing of this training, %.2f GB are free", needed * 1e-9, free * 1e-9));
    }
  }

  /// Bytes of all messages in both files, counted on trainings of few batches: each batch of a size takes the same, and so does each epoch, and each checkpoint.
  long count() {
    Task.Training training = session.training();
    int last = last(examples);
    int lastTest = last(testExamples);
    int epochs = training.epochs();
    long one = count(training(1, 0), last, lastTest);
    long fullBatch = examples > last ? count(training(1, 0), last + session.batchSize(), lastTest) - one : 0;
    long fullTest = testExamples > lastTest ? count(training(1, 0), last, lastTest + session.batchSize()) - one : 0;
    long epoch = epochs > 1 ? count(training(2, 0), last, lastTest) - one : 0;
    int fullBatches = (examples - last) / session.batchSize();
    int fullTests = (testExamples - lastTest) / session.batchSize();
    long all = one + (epochs - 1) * epoch + epochs * (fullBatches * fullBatch + fullTests * fullTest);
    if (training.checkpointEvery() > 0) {
      long two = count(training(1, Integer.MAX_VALUE), last, lastTest) - one; // at the start and at the end
      all += checkpoints(epochs, fullBatches + 1L, training.checkpointEvery()) * two / 2;
    }
    return all;
  }

  /// How many there are: at the start, at the end of each epoch, and after every so many batches.
  private static long checkpoints(long epochs, long batches, long every) {
    long all = 1 + epochs;
    for (long done = every; done <= epochs * batches; done += every) {
      all += done % batches == 0 ? 0 : 1;
    }
    return all;
  }

  private Task.Training training(int epochs, int checkpointEvery) {
    Task.Training training = session.training();
    return new Task.Training(epochs, training.learningRate(), training.seed(), training.release(), checkpointEvery,
        false);
  }

  /// The size of the last batch.
  private int last(int count) {
    return count == 0 ? 0 : (count - 1) % session.batchSize() + 1;
  }

  private long count(Task.Training task, int training, int testing) {
    MaterialSize dataOwner = new MaterialSize();
    MaterialSize modelOwner = new MaterialSize();
    deal(session.with(task), training, testing, dataOwner, modelOwner);
    return dataOwner.bytes() + modelOwner.bytes();
  }

  private Meter deal(SessionSettings settings, int training, int testing, Channel dataOwner, Channel modelOwner) {
    int batches = Math.ceilDiv(training, settings.batchSize());
    return new RemoteSession(Modulus.MOIETY, settings.protocol(), threads).dealer(settings.seeds(), dataOwner,
        modelOwner, role -> {
          RoleRun.train(role, settings, absent(training), testing == 0 ? null : absent(testing), TrainingListener.NONE,
              null, (model, backend) -> new RoleCheckpoints(model, backend, settings, "", Map.of(), null, null, batches,
                  standing -> {
                  }));
          return role.meter();
        });
  }

  /// Says so after each message.
  private record Told(Channel to, Runnable sent) implements Channel {
    @Override
    public void send(Frame frame) {
      to.send(frame);
      sent.run();
    }

    @Override
    public Frame receive() {
      return to.receive();
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
