package org.convscope.visualize.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  @TempDir Path dir;

  @Test
  void aCommittedFileIsAllThatIsLeft() throws IOException {
    try (Output out = Output.file(dir.resolve("a/b/g.npy"), false)) {
      out.write(new byte[] {1, 2, 3});
      assertThat(dir.resolve("a/b/g.npy")).doesNotExist();
      out.commit();
    }
    assertThat(dir.resolve("a/b/g.npy")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(all()).containsExactly("a", "a/b", "a/b/g.npy");
  }

  @Test
  void withoutCommitNothingIsLeftNotEvenTheFoldersAbove() throws IOException {
    try (Output out = Output.folder(dir.resolve("a/b/result"), false)) {
      out.write("maps/1.png", new byte[] {1});
    }
    assertThat(all()).isEmpty();
  }

  @Test
  void aFolderArrivesWholeWithItsSubfolders() throws IOException {
    try (Output out = Output.folder(dir.resolve("o"), false)) {
      out.write("deconv.json", new byte[] {1});
      out.write("maps/7.png", new byte[] {2});
      out.commit();
    }
    assertThat(all()).containsExactly("o", "o/deconv.json", "o/maps", "o/maps/7.png");
  }

  @Test
  void whatIsThereIsRefusedBeforeAnyWork() throws IOException {
    Files.createDirectory(dir.resolve("o"));
    Files.write(dir.resolve("o/mine.txt"), new byte[] {9});
    assertThatThrownBy(() -> Output.file(dir.resolve("o/mine.txt"), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Output.folder(dir.resolve("o"), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(all()).containsExactly("o", "o/mine.txt");
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Files.createDirectory(dir.resolve("o"));
    try (Output out = Output.folder(dir.resolve("o"), false)) {
      out.write("x.npy", new byte[] {1});
      out.commit();
    }
    assertThat(all()).containsExactly("o", "o/x.npy");
  }

  @Test
  void replacingInAFolderKeepsItsOtherFiles() throws IOException {
    Files.createDirectory(dir.resolve("o"));
    Files.write(dir.resolve("o/mine.txt"), new byte[] {9});
    Files.write(dir.resolve("o/x.npy"), new byte[] {0});
    try (Output out = Output.folder(dir.resolve("o"), true)) {
      out.write("x.npy", new byte[] {1});
      out.commit();
    }
    assertThat(all()).containsExactly("o", "o/mine.txt", "o/x.npy");
    assertThat(dir.resolve("o/x.npy")).hasBinaryContent(new byte[] {1});
  }

  @Test
  void aFileIsReplacedOnlyAtTheEnd() throws IOException {
    Path file = Files.write(dir.resolve("x"), new byte[] {0});
    try (Output out = Output.file(file, true)) {
      out.write(new byte[] {1, 1});
    }
    assertThat(file).hasBinaryContent(new byte[] {0});
    try (Output out = Output.file(file, true)) {
      out.write(new byte[] {1, 1});
      out.commit();
    }
    assertThat(file).hasBinaryContent(new byte[] {1, 1});
  }

  @Test
  void namesCannotLeaveTheFolder() throws IOException {
    try (Output out = Output.folder(dir.resolve("o"), false)) {
      assertThatThrownBy(() -> out.write("../evil", new byte[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(all()).isEmpty();
  }

  @Test
  void failuresAreExplainedInWords() {
    assertThat(Output.explain(new FileAlreadyExistsException("o")))
        .isEqualTo("o: exists already; --force replaces it");
    assertThat(Output.explain(new NoSuchFileException("x.npy"))).isEqualTo("x.npy: no such file");
    assertThat(Output.explain(new FileSystemException("o", null, "No space left on device")))
        .startsWith("o: no space left on the disk");
  }

  private List<String> all() throws IOException {
    try (Stream<Path> paths = Files.walk(dir)) {
      return paths
          .filter(p -> !p.equals(dir))
          .map(p -> dir.relativize(p).toString())
          .sorted()
          .toList();
    }
  }
}
