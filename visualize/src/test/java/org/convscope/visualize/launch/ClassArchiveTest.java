package org.convscope.visualize.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final String[] DECONV = {"deconv", "--layer", "5"};
  private static final String WRITE = "-XX:ArchiveClassesAtExit=";
  private static final String USE = "-XX:SharedArchiveFile=";

  @TempDir private Path dir;
  private Path jar;

  @BeforeEach
  void makeAJar() throws IOException {
    jar = Files.write(dir.resolve("visualize.jar"), new byte[] {1, 2, 3});
  }

  @Test
  void theFirstRunWritesItAndTheNextOnesUseIt() throws IOException {
    ClassArchive first = archive("17");
    write(first.arguments(DECONV));
    first.finish(0);
    assertThat(archive("17").arguments(new String[] {"layers"}))
        .anyMatch(a -> a.startsWith(USE) && a.endsWith(".jsa"));
    assertThat(cached()).hasSize(1);
  }

  @Test
  void aFailedRunLeavesNothing() throws IOException {
    ClassArchive first = archive("17");
    write(first.arguments(DECONV));
    first.finish(130);
    first.finish(0);
    assertThat(cached()).isEmpty();
  }

  @Test
  void commandsThatLoadLittleWriteNone() {
    assertThat(archive("17").arguments(new String[] {"layers"})).isEmpty();
    assertThat(archive("17").arguments(new String[0])).isEmpty();
  }

  @Test
  void anotherJarReplacesTheArchiveAndAnotherJvmHasItsOwn() throws IOException {
    ClassArchive first = archive("17");
    write(first.arguments(DECONV));
    first.finish(0);
    List<Path> before = cached();
    Files.write(jar, new byte[] {1, 2, 3, 4});
    ClassArchive second = archive("17");
    write(second.arguments(DECONV));
    second.finish(0);
    assertThat(cached()).hasSize(1).doesNotContainAnyElementsOf(before);
    ClassArchive other = archive("25");
    write(other.arguments(DECONV));
    other.finish(0);
    assertThat(cached()).hasSize(2);
  }

  @Test
  void whereTheCacheCannotBeWrittenThereIsNone() throws IOException {
    Path file = Files.write(dir.resolve("file"), new byte[1]);
    ClassArchive archive =
        ClassArchive.of(jar.toString(), "17", Map.of("XDG_CACHE_HOME", file.toString()))
            .orElseThrow();
    assertThat(archive.arguments(DECONV)).isEmpty();
    archive.finish(0);
  }

  @Test
  void onlyASingleJarHasOne() {
    assertThat(ClassArchive.of("a.jar:b.jar", "17", Map.of())).isEmpty();
    assertThat(ClassArchive.of("target/classes", "17", Map.of())).isEmpty();
    assertThat(ClassArchive.of("missing.jar", "17", Map.of())).isEmpty();
  }

  private ClassArchive archive(String jvm) {
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", dir.resolve("cache").toString());
    return ClassArchive.of(jar.toString(), jvm, environment).orElseThrow();
  }

  /** What the second JVM does. */
  private static void write(List<String> arguments) throws IOException {
    String to = arguments.stream().filter(a -> a.startsWith(WRITE)).findFirst().orElseThrow();
    Files.write(Path.of(to.substring(WRITE.length())), new byte[] {5});
  }

  private List<Path> cached() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("cache/convscope"))) {
      return files.toList();
    }
  }
}
