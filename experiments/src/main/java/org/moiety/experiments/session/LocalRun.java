package org.moiety.experiments.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.engine.channel.TransportException;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.OwnCommand;
import org.moiety.experiments.run.UsageException;
import org.moiety.triples.remote.SessionRole;

/// All roles of a session as processes on this machine, joined by TLS over the loopback interface, with identities that last as long.
public final class LocalRun {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final int LOST = 3;
  private static final int BY_SIGNAL = 128;
  private static final String LOSS = "moiety: the session ended: ";
  private static final long GRACE_SECONDS = 15;
  /// Each knows where those before it listen.
  private static final List<SessionRole> ORDER = List.of(SessionRole.DEALER, SessionRole.MODEL_OWNER,
      SessionRole.DATA_OWNER);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> task;
  private final Map<SessionRole, List<String>> arguments;
  private final Consumer<String> errors;
  private final boolean hasTerminal;
  private final boolean ahead;
  private final Map<SessionRole, Process> processes = new EnumMap<>(SessionRole.class);
  private final Map<SessionRole, Fingerprint> fingerprints = new EnumMap<>(SessionRole.class);
  private final Map<SessionRole, Endpoint> addresses = new EnumMap<>(SessionRole.class);
  private final LinkedBlockingQueue<Process> ended = new LinkedBlockingQueue<>();
  private final List<Thread> followers = new ArrayList<>();
  /// What roles say of having lost others: of interest where no other reason is known.
  private final List<String> losses = Collections.synchronizedList(new ArrayList<>());

  /// @param task what the roles do: the name of a subcommand, or nothing where they train
  /// @param arguments of each role's command, but for identities and addresses
  /// @param ahead whether the dealer makes files first, and is gone then
  /// @param errors told what roles print on standard error, the data owner's as it is, the others' with their names
  /// @param hasTerminal whether the data owner may draw on this process's standard error; then that is not told
  public LocalRun(List<String> task, Map<SessionRole, List<String>> arguments, boolean ahead, Consumer<String> errors,
      boolean hasTerminal) {
    this.task = task;
    this.arguments = arguments;
    this.ahead = ahead;
    this.errors = errors;
    this.hasTerminal = hasTerminal;
  }

  /// How many batches a training has done that goes on from the parties' checkpoints.
  public static int batchesDone(Path dataOwners, Path modelOwners) {
    return CheckpointFolder.batchesDone(dataOwners, modelOwners);
  }

  /// Runs all roles to their end.
  ///
  /// @return 0, or the exit code of the role that is to blame; 3 where one was ended from outside
  public int run() {
    Thread end = new Thread(this::end, "moiety-local-end");
    Runtime.getRuntime().addShutdownHook(end);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("moiety-local-");
      for (SessionRole role : ORDER) {
        fingerprints.put(role, new KeyFolder(folder.resolve(Names.of(role))).create().fingerprint());
      }
      if (ahead) {
        int code = makeAhead(folder);
        if (code != 0) {
          return code;
        }
      }
      for (SessionRole role : ORDER) {
        if (ahead && role == SessionRole.DEALER) {
          continue;
        }
        start(role, folder);
        if (role != SessionRole.DATA_OWNER && !addresses.containsKey(role)) {
          int code = begun(role).waitFor(); // it said why, unless it was killed
          return code > BY_SIGNAL ? lost(role, code) : code;
        }
      }
      return exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted");
    } catch (IOException e) {
      throw new UsageException("the roles could not be run: " + e.getMessage());
    } finally {
      end();
      remove(folder);
      removeHook(end);
    }
  }

  private static Path filesAhead(Path folder) {
    return folder.resolve("ahead");
  }

  /// @return the dealer's exit code
  private int makeAhead(Path folder) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("dealer", "--to-files=" + filesAhead(folder), "--json"));
    words.addAll(arguments.getOrDefault(SessionRole.DEALER, List.of()));
    Process dealer = begin(SessionRole.DEALER, new ProcessBuilder(OwnCommand.line(words))
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile())).redirectOutput(Redirect.DISCARD));
    follow(() -> forward(SessionRole.DEALER, dealer.errorReader(StandardCharsets.UTF_8)));
    return dealer.waitFor();
  }

  private void start(SessionRole role, Path folder) throws IOException {
    boolean last = role == SessionRole.DATA_OWNER;
    List<String> words = new ArrayList<>();
    words.add(role == SessionRole.DEALER ? "dealer" : "party");
    words.addAll(task);
    if (role != SessionRole.DEALER) {
      words.add("--role=" + Names.of(role));
    }
    words.add("--keys=" + folder.resolve(Names.of(role)));
    if (ahead) {
      words.add("--preprocessing=" + filesAhead(folder).resolve(Names.of(role) + ".preprocessing"));
    }
    for (SessionRole other : role.others()) {
      words.add("--" + Names.of(other) + "-fingerprint=" + fingerprints.get(other));
      if (addresses.containsKey(other)) {
        words.add("--" + Names.of(other) + "=" + addresses.get(other));
      }
    }
    if (!last) {
      words.addAll(List.of("--listen=" + ANY_PORT, "--json", "--quiet"));
    }
    words.addAll(arguments.getOrDefault(role, List.of()));
    ProcessBuilder builder = new ProcessBuilder(OwnCommand.line(words))
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    if (last) {
      Process process = begin(role, builder.redirectOutput(Redirect.INHERIT)
          .redirectError(hasTerminal ? Redirect.INHERIT : Redirect.PIPE));
      follow(() -> forward(role, process.errorReader(StandardCharsets.UTF_8)));
    } else {
      Process process = begin(role, builder);
      follow(() -> forward(role, process.errorReader(StandardCharsets.UTF_8)));
      awaitAddress(role, process);
    }
  }

  private synchronized Process begin(SessionRole role, ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    processes.put(role, process);
    CompletableFuture<Void> _ = process.onExit().thenAccept(ended::add);
    return process;
  }

  private void follow(Runnable reading) {
    followers.add(Thread.ofPlatform().daemon().start(reading));
  }

  private void forward(SessionRole role, BufferedReader reader) {
    try (reader) {
      for (String line; (line = reader.readLine()) != null;) {
        String told = role == SessionRole.DATA_OWNER ? line : role.title() + ": " + line;
        if (line.startsWith(LOSS)) {
          losses.add(told);
        } else if (!line.contains("incubator modules")) {
          errors.accept(told);
        }
      }
    } catch (IOException e) {
      return; // the process was ended
    }
  }

  /// Where a role listens it says first; what it prints later is read and dropped.
  private void awaitAddress(SessionRole role, Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    if (line != null) {
      JsonNode event = JSON.readTree(line);
      addresses.put(role, new Endpoint(event.path("host").asText(), event.path("port").asInt()));
    }
    follow(() -> {
      try (reader) {
        long _ = reader.transferTo(Writer.nullWriter());
      } catch (IOException e) {
        return; // the process was ended
      }
    });
  }

  /// Waits for all; for those that are left when one has failed, only so long as they may take to notice. Who lost a peer is not to blame where another role had a reason of its own.
  private int exitCode() throws InterruptedException {
    int code = 0;
    String reason = null;
    for (int left = processes.size(); left > 0;) {
      Process process = code == 0 ? ended.take() : ended.poll(GRACE_SECONDS, TimeUnit.SECONDS);
      if (process == null) {
        break;
      }
      left--;
      int one = process.exitValue();
      if (one > BY_SIGNAL) {
        reason = killed(role(process), one);
        one = LOST;
      }
      code = code == 0 || (code == LOST && one != 0) ? one : code;
    }
    end();
    for (Thread follower : followers) {
      follower.join();
    }
    if (code == LOST) {
      (reason == null ? List.copyOf(losses) : List.of(reason)).forEach(errors);
    }
    return code;
  }

  private int lost(SessionRole role, int code) {
    errors.accept(killed(role, code));
    return LOST;
  }

  private static String killed(SessionRole role, int code) {
    return LOSS + "the " + role.title() + " was ended by signal " + (code - BY_SIGNAL);
  }

  @SuppressWarnings("ReferenceEquality") // a process is itself
  private synchronized SessionRole role(Process process) {
    return processes.entrySet().stream().filter(one -> one.getValue() == process).findFirst().orElseThrow().getKey();
  }

  private synchronized Process begun(SessionRole role) {
    Process process = processes.get(role);
    if (process == null) {
      throw new IllegalStateException("the " + role.title() + " was not started");
    }
    return process;
  }

  private synchronized void end() {
    processes.values().forEach(Process::destroy);
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return; // keys of a session that is over
    }
  }

  private static void removeHook(Thread hook) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is ending, and the hook runs
    }
  }
}
