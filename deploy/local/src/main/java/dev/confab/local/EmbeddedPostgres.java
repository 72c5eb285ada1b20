package dev.confab.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL with the databases of the services. What it acknowledges is on disk: {@code fsync} and
 * {@code synchronous_commit} are on, unless its data ends with its user anyway. The password is generated with the data
 * and readable by its owner only.
 */
public final class EmbeddedPostgres extends LocalServer {
    /** The databases that exist after {@link #start()}, one per service. */
    public static final List<String> DATABASES = List.of("confab_chat", "confab_notification", "confab_task");

    private static final String USER = "confab";
    private static final Duration INIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);
    /** Longer than a busy machine keeps a server from answering. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Whether data survives the machine, or only the server. */
    enum Durability {
        ON_DISK,
        UNTIL_POWER_FAILS
    }

    private final Durability durability;
    private final Path data;
    private final Path passwordFile;
    private final Path log;

    EmbeddedPostgres(Path dir, Path logs, int port, Durability durability) {
        super("postgres", dir, port);
        this.durability = durability;
        data = dir.resolve("data");
        passwordFile = dir.resolve("password");
        log = logs.resolve("postgres.log");
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), database);
    }

    public String username() {
        return USER;
    }

    public String password() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new LocalStackException("cannot read the database password in " + passwordFile, e);
        }
    }

    /** A connection of its own to one of {@link #DATABASES}, as the services' user. */
    public Connection connect(String database) throws SQLException {
        return connect(database, PATIENCE);
    }

    private Connection connect(String database, Duration patience) throws SQLException {
        String seconds = Long.toString(patience.toSeconds());
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    @Override
    ServerProcess launch() {
        PostgresUser user = PostgresUser.choose();
        PostgresBinaries binaries = PostgresBinaries.unpacked(user.binaries());
        try {
            if (!Files.exists(data)) {
                initialise(binaries, user);
            }
            removeStalePidFile();
        } catch (IOException e) {
            throw new LocalStackException("cannot prepare the database in " + data + ": " + e.getMessage(), e);
        }
        user.own(data);
        List<String> command = List.of(
                binaries.program("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                durability == Durability.ON_DISK ? "fsync=on" : "fsync=off",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "log_min_messages=warning");
        return ServerProcess.start(name(), user.command(command), "INT", Map.of(), log);
    }

    @Override
    boolean isReady() {
        try (Connection connection = connect("postgres", PROBE_PATIENCE)) {
            for (String database : DATABASES) {
                createIfMissing(connection, database);
            }
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static void createIfMissing(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + database);
        }
    }

    /** Builds the cluster beside its place and moves it there, so that a crash in between leaves no half one. */
    private void initialise(PostgresBinaries binaries, PostgresUser user) throws IOException {
        Files.createDirectories(dir());
        Path fresh = dir().resolve("data.new");
        BinaryCache.delete(fresh);
        Files.createDirectory(fresh);
        user.own(fresh);
        writePassword();
        Path output = dir().resolve("initdb.log");
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C"));
        if (durability != Durability.ON_DISK) {
            command.add("--no-sync");
        }
        Process process = new ProcessBuilder(ServerProcess.inOwnSession(user.command(command)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Reaper.watch(process.pid(), "KILL");
        try {
            if (!process.waitFor(INIT_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new LocalStackException("initdb failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("postgres was stopped while starting", stop);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Reaper.release(process.pid());
        }
        Files.delete(output);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void writePassword() throws IOException {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(secret) + "\n");
    }

    /**
     * After a crash the server refuses to start while its old process id is in use, even by another program, as
     * happens when a container starts again and counts from 1.
     */
    private void removeStalePidFile() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> owner = Files.readString(pidFile)
                .lines()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,18}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                .filter(ProcessIds::isRunning);
        boolean isPostgres = owner.flatMap(process -> process.info().command())
                .map(command -> command.endsWith("/postgres"))
                .orElse(owner.isPresent());
        if (!isPostgres) {
            Files.delete(pidFile);
        }
    }
}
