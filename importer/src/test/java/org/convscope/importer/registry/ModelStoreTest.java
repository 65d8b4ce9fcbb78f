package org.convscope.importer.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convscope.models.Preprocessing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a local server that misbehaves in the ways real ones do. */
class ModelStoreTest {
  private static final int SIZE = 300_001;

  @TempDir Path cache;
  private final byte[] file = new byte[SIZE];
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private volatile int breakAfter = SIZE;
  private volatile boolean ignoresRanges;
  private volatile boolean tampers;
  private HttpServer server;
  private KnownModel model;
  private ModelStore store;

  @BeforeEach
  void start() throws Exception {
    new Random(7).nextBytes(file);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/zoo/net/model/net-12.onnx", this::serve);
    server.start();
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    model =
        new KnownModel(
            "net", "net/model/net-12.onnx", SIZE, digest, Preprocessing.imageNet(224, 224));
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/zoo/");
    store = new ModelStore(cache.resolve("models"), address, ProxySelector.of(null));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = 0;
    if (range != null && !ignoresRanges) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (SIZE - 1) + "/*");
    }
    byte[] body = Arrays.copyOfRange(file, from, SIZE);
    if (tampers) {
      body[body.length / 2] ^= 1;
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length);
    int send = Math.min(body.length, breakAfter);
    exchange.getResponseBody().write(body, 0, send);
    if (send == body.length) {
      exchange.close();
    } else {
      exchange.getResponseBody().flush();
      throw new IOException("the line breaks off here");
    }
  }

  @Test
  void fetchesOnceAndTellsProgress() throws Exception {
    List<Long> progress = new ArrayList<>();
    Path got = store.pull(model, progress::add);
    assertThat(Files.readAllBytes(got)).isEqualTo(file);
    assertThat(progress).isSorted().endsWith((long) SIZE);
    store.pull(model, progress::add);
    assertThat(ranges).hasSize(1);
    assertThat(cache.resolve("models")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void continuesWhereTheLineBrokeOff() throws Exception {
    breakAfter = 100_000;
    assertThatThrownBy(() -> store.pull(model, n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have 300001 bytes, got ")
        .hasMessageContaining("pull again to continue");
    assertThat(store.has(model)).isFalse();
    breakAfter = SIZE;
    assertThat(Files.readAllBytes(store.pull(model, n -> {}))).isEqualTo(file);
    assertThat(ranges).hasSize(2);
    assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
  }

  @Test
  void startsAgainWhereTheServerIgnoresRanges() throws Exception {
    ignoresRanges = true;
    Files.createDirectories(cache.resolve("models"));
    Files.write(cache.resolve("models/net-12.onnx.part"), new byte[1234]);
    assertThat(Files.readAllBytes(store.pull(model, n -> {}))).isEqualTo(file);
  }

  @Test
  void throwsAwayWhatWasChangedOnTheWay() throws Exception {
    tampers = true;
    assertThatThrownBy(() -> store.pull(model, n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SHA-256 must be " + model.sha256());
    assertThat(store.has(model)).isFalse();
    tampers = false;
    assertThat(Files.readAllBytes(store.pull(model, n -> {}))).isEqualTo(file);
  }

  @Test
  void refusesAFileThatIsTooLong() {
    KnownModel shorter =
        new KnownModel("net", model.path(), 1000, model.sha256(), model.preprocessing());
    assertThatThrownBy(() -> store.pull(shorter, n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have 1000 bytes, got more");
  }

  @Test
  void tellsWhatTheServerAnswered() {
    KnownModel missing =
        new KnownModel("gone", "gone.onnx", 10, model.sha256(), model.preprocessing());
    assertThatThrownBy(() -> store.pull(missing, n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone.onnx: the server answered 404");
  }

  @Test
  void goesThroughTheProxyOfTheEnvironment() throws Exception {
    String proxy = "http://localhost:" + server.getAddress().getPort();
    ModelStore behindProxy =
        new ModelStore(
            cache.resolve("proxied"),
            URI.create("http://zoo.invalid/zoo/"),
            new ProxyFromEnvironment(Map.of("HTTP_PROXY", proxy), null));
    assertThat(Files.readAllBytes(behindProxy.pull(model, n -> {}))).isEqualTo(file);
    ModelStore excluded =
        new ModelStore(
            cache.resolve("excluded"),
            URI.create("http://zoo.invalid/zoo/"),
            new ProxyFromEnvironment(Map.of("http_proxy", proxy, "no_proxy", ".invalid"), null));
    assertThatThrownBy(() -> excluded.pull(model, n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void storeFollowsTheEnvironment() {
    ModelStore s =
        ModelStore.of(
            Map.of("XDG_CACHE_HOME", "/caches", "CONVSCOPE_MODELS_URL", "http://mirror/zoo"));
    assertThat(s.folder()).isEqualTo(Path.of("/caches/convscope/models"));
    assertThat(s.address()).isEqualTo(URI.create("http://mirror/zoo/"));
    assertThat(ModelStore.of(Map.of()).folder())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "convscope", "models"));
  }

  @Test
  void resolvesNamesAndPaths() throws Exception {
    Path own = Files.write(cache.resolve("own.onnx"), new byte[] {1});
    assertThat(store.resolve(own.toString())).isEqualTo(own);
    assertThatThrownBy(() -> store.resolve("squeezenet1.1"))
        .hasMessageContaining("visualize models pull squeezenet1.1");
    assertThatThrownBy(() -> store.resolve("squezenet1.1"))
        .hasMessageContaining("did you mean squeezenet1.1, squeezenet1.0?");
    assertThatThrownBy(() -> store.resolve("no/such/file.onnx"))
        .hasMessageContaining("there are squeezenet1.1, squeezenet1.0, alexnet");
  }
}
