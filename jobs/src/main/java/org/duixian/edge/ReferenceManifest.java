package org.duixian.edge;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The record that makes a version complete: it names all that belongs to it.
 *
 * @param version the version
 * @param appliesFrom first service date on which it holds
 * @param publishedAt when it was published, by the publisher's clock
 * @param files every file of it
 */
record ReferenceManifest(
    String version, String appliesFrom, String publishedAt, List<Entry> files) {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * @param path such as {@code reference/areas.csv}
   * @param sha256 of its bytes, in hexadecimal
   * @param parts number of records that it was cut into
   */
  record Entry(String path, String sha256, int parts) {}

  /** The key of a file's part. */
  static String key(String version, String path, int part) {
    return version + '/' + path + '/' + part;
  }

  /** The keys of all parts of a file. */
  List<String> keys(Entry file) {
    return IntStream.range(0, file.parts).mapToObj(n -> key(version, file.path, n)).toList();
  }

  byte[] write() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new IllegalStateException("a manifest that is no JSON", e);
    }
  }

  static ReferenceManifest read(byte[] json) throws IOException {
    return JSON.readValue(json, ReferenceManifest.class);
  }
}
