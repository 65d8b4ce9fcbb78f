package org.convscope.importer.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * Fetches one file so that it is there completely or not at all: into a {@code .part} beside the
 * target, which a later attempt continues, renamed when size and SHA-256 agree.
 *
 * @param from where the file is
 * @param to where it goes
 * @param bytes its size
 * @param sha256 its digest in lower-case hexadecimal
 */
record Download(URI from, Path to, long bytes, String sha256) {
  private static final int BLOCK = 1 << 16;

  /**
   * Fetches what is missing.
   *
   * @param proxies chooses the proxy
   * @param progress told the number of bytes that are there
   * @throws IOException in one line, if the file cannot be fetched completely and unchanged
   */
  void run(ProxySelector proxies, LongConsumer progress) throws IOException {
    Path part = to.resolveSibling(to.getFileName() + ".part");
    Files.createDirectories(to.toAbsolutePath().getParent());
    try (FileChannel channel =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (channel.size() > bytes) {
        channel.truncate(0);
      }
      if (channel.size() < bytes) {
        fetch(channel, proxies, progress);
      }
      if (channel.size() < bytes) {
        throw new IOException(
            "%s: the file must have %d bytes, got %d before the connection ended; pull again to continue"
                .formatted(from, bytes, channel.size()));
      }
      String digest = digest(channel);
      if (!digest.equals(sha256)) {
        channel.truncate(0);
        throw new IOException(
            "%s: the SHA-256 must be %s, got %s; the file was thrown away"
                .formatted(from, sha256, digest));
      }
      channel.force(true);
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // told below
    }
    throw new IOException(to.getFileName() + ": another process is fetching this file");
  }

  private void fetch(FileChannel channel, ProxySelector proxies, LongConsumer progress)
      throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(proxies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    long there = channel.size();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(from).timeout(Duration.ofSeconds(60)).GET();
    if (there > 0) {
      request.header("Range", "bytes=" + there + "-");
    }
    HttpResponse<InputStream> response = send(client, request.build());
    try (InputStream body = response.body()) {
      if (response.statusCode() == 206 && continuesAt(response, there)) {
        channel.position(there);
      } else if (response.statusCode() == 200) {
        channel.truncate(0);
      } else if (there > 0) {
        channel.truncate(0);
        fetch(channel, proxies, progress);
        return;
      } else {
        throw new IOException(from + ": the server answered " + response.statusCode());
      }
      copy(body, channel, progress);
    }
  }

  private static boolean continuesAt(HttpResponse<?> response, long there) {
    return response
        .headers()
        .firstValue("Content-Range")
        .filter(r -> r.startsWith("bytes " + there + "-"))
        .isPresent();
  }

  private HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(from + ": interrupted", e);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(from + ": cannot be reached (" + why + ")", e);
    }
  }

  private void copy(InputStream body, FileChannel channel, LongConsumer progress)
      throws IOException {
    byte[] block = new byte[BLOCK];
    for (int n = read(body, block); n >= 0; n = read(body, block)) {
      if (channel.position() + n > bytes) {
        channel.truncate(0);
        throw new IOException(
            "%s: the file must have %d bytes, got more; it was thrown away".formatted(from, bytes));
      }
      for (ByteBuffer b = ByteBuffer.wrap(block, 0, n); b.hasRemaining(); ) {
        channel.write(b);
      }
      progress.accept(channel.position());
    }
  }

  /** The next bytes; a connection that breaks off counts as the end, so that it can be resumed. */
  private static int read(InputStream body, byte[] block) {
    try {
      return body.read(block);
    } catch (IOException e) {
      return -1;
    }
  }

  private static String digest(FileChannel channel) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      channel.position(0);
      while (channel.read(block.clear()) >= 0) {
        sha.update(block.flip());
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
