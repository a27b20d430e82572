package org.duixian.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A page that shows on one machine what Grafana shows in production, by the same queries. Whoever
 * looks at it reads as the user {@code dashboard}; it listens on the loopback interface only.
 */
final class LocalPage implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

  /** What a DateTime of ClickHouse holds. */
  private static final long MAX_SECONDS = (1L << 32) - 1;

  private static final Pattern LOOPBACK = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d+)?");

  /** What the page asks first: which days there are, and whether they are simulated. */
  private static final String CITY =
      """
      SELECT
          argMax(name_zh, version) AS name, max(is_simulated) AS is_simulated,
          (SELECT toString(min(service_date)) FROM duixian.v_levels WHERE window_days = 28) AS first,
          (SELECT toString(max(service_date)) FROM duixian.v_levels WHERE window_days = 28) AS last
      FROM duixian.v_cities""";

  private final ClickHouseProcess clickHouse;
  private final Map<String, PanelQuery> panels = new TreeMap<>();
  private final Javalin server;

  private LocalPage(ClickHouseProcess clickHouse, Path queries) throws IOException {
    this.clickHouse = clickHouse;
    try (var files = Files.newDirectoryStream(queries, "*.sql")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".sql", "");
        panels.put(name, PanelQuery.read(file));
      }
    }
    this.server =
        Javalin.create(
            config -> {
              config.showJavalinBanner = false;
              config.staticFiles.enableWebjars();
              config.staticFiles.add("/page", Location.CLASSPATH);
            });
    server.before(LocalPage::refuseOthers);
    server.get("/api/city", this::city);
    server.get("/api/panels/{name}", this::panel);
  }

  /** Starts on a free port. */
  static LocalPage start(ClickHouseProcess clickHouse, Path home) {
    try {
      var page = new LocalPage(clickHouse, home.resolve("grafana/sql"));
      page.server.start("127.0.0.1", 0);
      return page;
    } catch (IOException e) {
      throw new CannotStart("the page cannot start: " + e.getMessage(), e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Only by this name: another site's name that resolves to this machine gets nothing. */
  private static void refuseOthers(Context request) {
    String host = request.host();
    if (host == null || !LOOPBACK.matcher(host).matches()) {
      throw new ForbiddenResponse();
    }
    request.header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:");
    request.header("X-Content-Type-Options", "nosniff");
  }

  private void city(Context request) {
    answer(request, clickHouse.execute(CITY + "\nFORMAT JSON", clickHouse.dashboard()));
  }

  private void panel(Context request) throws IOException {
    PanelQuery panel = panels.get(request.pathParam("name"));
    if (panel == null) {
      throw new NotFoundResponse();
    }
    Map<String, String> parameters = parameters(panel, request);
    String sql = panel.parameterized() + "\nFORMAT JSON";
    var body =
        (ObjectNode) JSON.readTree(clickHouse.execute(sql, clickHouse.dashboard(), parameters));
    body.put("title", panel.title());
    body.put("zh", panel.definitionZh());
    body.put("en", panel.definitionEn());
    answer(request, JSON.writeValueAsString(body));
  }

  /** Those that the panel asks for, and no others. */
  private static Map<String, String> parameters(PanelQuery panel, Context request) {
    var parameters = new HashMap<String, String>();
    if (panel.isOfTime()) {
      for (String name : List.of("from", "to")) {
        String seconds = given(request, name);
        if (!SECONDS.matcher(seconds).matches() || Long.parseLong(seconds) > MAX_SECONDS) {
          throw new BadRequestResponse(
              "%s: must be seconds since 1970-01-01, 0 to %d, not '%s'"
                  .formatted(name, MAX_SECONDS, seconds));
        }
        parameters.put(name, seconds);
      }
    }
    panel.names().forEach(name -> parameters.put(name, given(request, name)));
    return parameters;
  }

  private static String given(Context request, String name) {
    String value = request.queryParam(name);
    if (value == null) {
      throw new BadRequestResponse(name + ": is missing");
    }
    return value;
  }

  private static void answer(Context request, String json) {
    request.contentType("application/json").result(json);
  }
}
