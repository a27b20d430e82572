package org.duixian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlinkClusterIT {
  @TempDir private Path dir;

  @Test
  void runsJobsShowsThemAndStartsAgainAtTheSameAddress() throws Exception {
    URI page;
    try (var cluster = FlinkCluster.start(dir, 2)) {
      page = cluster.webPage();
      assertThat(sumOfDoubles(cluster)).isEqualTo(10_100);
      assertThat(get(page.resolve("/jobs/overview"))).contains("FINISHED");
      assertThat(get(page)).contains("<html");
    }
    try (var cluster = FlinkCluster.start(dir, 2)) {
      assertThat(cluster.webPage()).isEqualTo(page);
      assertThat(sumOfDoubles(cluster)).isEqualTo(10_100);
    }
  }

  private static long sumOfDoubles(FlinkCluster cluster) throws Exception {
    var environment = cluster.environment(new Configuration()).setParallelism(2);
    long sum = 0;
    try (var doubles =
        environment
            .fromSequence(1, 100)
            .map(number -> 2 * number)
            .returns(Long.class)
            .executeAndCollect()) {
      while (doubles.hasNext()) {
        sum += doubles.next();
      }
    }
    return sum;
  }

  private static String get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }
}
