package org.duixian.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.duixian.area.Registry;
import org.duixian.commitment.Catalogue;
import org.duixian.commitment.RuleBook;
import org.duixian.event.EventTypes;

/**
 * The files of one version, {@code reference/…} and {@code commitments/…}: those that end in .csv,
 * .yaml or .yml, as they are read from the two directories.
 *
 * @param byPath their bytes
 */
record ReferenceFiles(SortedMap<String, byte[]> byPath) {
  private static final String REFERENCE = "reference";
  private static final String COMMITMENTS = "commitments";

  ReferenceFiles {
    byPath = Collections.unmodifiableSortedMap(new TreeMap<>(byPath));
  }

  static ReferenceFiles of(Path reference, Path commitments) {
    var files = new TreeMap<String, byte[]>();
    read(reference, REFERENCE, files);
    read(commitments, COMMITMENTS, files);
    return new ReferenceFiles(files);
  }

  private static void read(Path dir, String name, SortedMap<String, byte[]> files) {
    try (Stream<Path> found = Files.list(dir)) {
      for (Path file : (Iterable<Path>) found::iterator) {
        if (file.toString().matches("(?i).*\\.(csv|ya?ml)")) {
          files.put(name + '/' + file.getFileName(), Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the files in " + dir, e);
    }
  }

  /**
   * What they say, checked.
   *
   * @throws org.duixian.area.ReferenceException if the reference data can't be used
   * @throws org.duixian.commitment.CatalogueException if the commitments can't be used
   */
  RuleBook book(EventTypes types, int appliesFrom) {
    try {
      Path dir = Files.createTempDirectory("duixian-reference");
      try {
        for (String each : new String[] {REFERENCE, COMMITMENTS}) {
          Files.createDirectory(dir.resolve(each));
        }
        for (var file : byPath.entrySet()) {
          Files.write(dir.resolve(file.getKey()), file.getValue());
        }
        return new RuleBook(
            Registry.load(dir.resolve(REFERENCE)),
            Catalogue.load(dir.resolve(COMMITMENTS), types),
            appliesFrom);
      } finally {
        delete(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't keep the files of a version for a moment", e);
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
