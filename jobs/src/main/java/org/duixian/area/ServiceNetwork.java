package org.duixian.area;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which source serves which areas, through which sites, routes and road segments. */
final class ServiceNetwork implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<String, Source> sources;
  private final Map<String, Site> sites;
  private final Map<String, Route> routes;
  private final Map<String, List<Site>> sitesOfSource = new HashMap<>();
  private final Map<String, List<Route>> routesOfSource = new HashMap<>();
  private final Map<String, List<String>> areasOfSource = new HashMap<>();
  private final Map<String, Map<String, String>> areaOfStopByRoute = new HashMap<>();
  private final Map<String, List<String>> areasOfRoute = new HashMap<>();
  private final Map<String, Map<String, List<String>>> sourcesOfArea = new HashMap<>();
  private final Map<String, Segment> segments;
  private final Map<String, List<Segment>> segmentsOfSource = new HashMap<>();
  private final Map<String, Map<String, Set<Scope>>> scopes = new HashMap<>();
  private final Map<String, Set<String>> stopsOfArea = new HashMap<>();
  private final Set<String> sourcesOfResidents = new HashSet<>();

  ServiceNetwork(
      Map<String, Source> sources,
      Map<String, Site> sites,
      Map<String, Route> routes,
      Map<String, Segment> segments,
      Map<String, Area> areas,
      Collection<Succession> successions) {
    this.sources = sources;
    this.sites = sites;
    this.routes = routes;
    this.segments = segments;
    for (var site : sites.values()) {
      if (site.kind() != Site.Kind.stop) {
        sitesOfSource.computeIfAbsent(site.source(), any -> new ArrayList<>(1)).add(site);
        serves(site.source(), site.areaId(), Scope.places);
      } else {
        stopsOfArea.computeIfAbsent(site.areaId(), any -> new HashSet<>(4)).add(site.siteId());
      }
    }
    for (var route : routes.values()) {
      var areaOfStop = new LinkedHashMap<String, String>();
      route.stopIds().forEach(stop -> areaOfStop.put(stop, sites.get(stop).areaId()));
      routesOfSource.computeIfAbsent(route.source(), any -> new ArrayList<>()).add(route);
      areaOfStopByRoute.put(route.routeId(), areaOfStop);
      areasOfRoute.put(route.routeId(), areaOfStop.values().stream().distinct().toList());
      areaOfStop.values().forEach(area -> serves(route.source(), area, Scope.places));
    }
    for (var segment : segments.values()) {
      segmentsOfSource.computeIfAbsent(segment.source(), any -> new ArrayList<>()).add(segment);
      segment.areaIds().forEach(area -> serves(segment.source(), area, Scope.roads));
    }
    var reached = new EnumMap<Reach, Map<String, Set<String>>>(Reach.class);
    for (var reach : Reach.values()) {
      reached.put(reach, areasByHome(reach, areas, successions));
    }
    for (var source : sources.values()) {
      if (!scopes.containsKey(source.source())) {
        serveHome(source, reached.get(Reach.of(source.stream())));
      }
    }
    sources.keySet().forEach(this::index);
  }

  private void serves(String source, String areaId, Scope scope) {
    scopes
        .computeIfAbsent(source, any -> new HashMap<>())
        .computeIfAbsent(areaId, any -> EnumSet.noneOf(Scope.class))
        .add(scope);
  }

  private void serveHome(Source source, Map<String, Set<String>> areasByHome) {
    var ofResidents = Reach.of(source.stream()) == Reach.residents;
    if (ofResidents) {
      sourcesOfResidents.add(source.source());
    }
    for (var areaId : areasByHome.getOrDefault(source.homeAreaId(), Set.of())) {
      serves(source.source(), areaId, ofResidents ? Scope.residents : Scope.places);
    }
  }

  /** For every area: itself if it can be reached, and those that can and lie in it. */
  private static Map<String, Set<String>> areasByHome(
      Reach reach, Map<String, Area> areas, Collection<Succession> successions) {
    var byHome = new HashMap<String, Set<String>>();
    for (var area : areas.values()) {
      if (reach.levels().contains(area.level())) {
        for (var at = area; at != null; at = areas.get(at.parentId())) {
          byHome.computeIfAbsent(at.areaId(), any -> new HashSet<>()).add(area.areaId());
        }
      }
    }
    if (reach.levels().contains(Level.former_township)) {
      for (var succession : successions) {
        byHome
            .computeIfAbsent(succession.townshipId(), any -> new HashSet<>())
            .add(succession.formerId());
      }
    }
    return byHome;
  }

  /** Whether a source reports about the people of its home area. */
  boolean reportsResidents(String source) {
    return sourcesOfResidents.contains(source);
  }

  private void index(String name) {
    var source = sources.get(name);
    var areas = new TreeSet<>(scopes.getOrDefault(name, Map.of()).keySet());
    for (var area : areas) {
      var names =
          sourcesOfArea
              .computeIfAbsent(area, any -> new HashMap<>())
              .computeIfAbsent(source.stream(), any -> new ArrayList<>(1));
      names.add(name);
      names.sort(null);
    }
    areas.add(source.homeAreaId());
    areasOfSource.put(name, List.copyOf(areas));
  }

  Optional<Site> findSite(String siteId) {
    return Optional.ofNullable(sites.get(siteId));
  }

  Optional<Route> findRoute(String routeId) {
    return Optional.ofNullable(routes.get(routeId));
  }

  Optional<Segment> findSegment(String segmentId) {
    return Optional.ofNullable(segments.get(segmentId));
  }

  List<Segment> segmentsOfSource(String source) {
    return segmentsOfSource.getOrDefault(source, List.of());
  }

  Set<Scope> scopes(String source, String areaId) {
    return scopes.getOrDefault(source, Map.of()).getOrDefault(areaId, Set.of());
  }

  Optional<Source> findSource(String source) {
    return Optional.ofNullable(sources.get(source));
  }

  Set<String> stopsOf(String areaId) {
    return stopsOfArea.getOrDefault(areaId, Set.of());
  }

  List<Source> sources() {
    return List.copyOf(sources.values());
  }

  List<Site> sitesOfSource(String source) {
    return sitesOfSource.getOrDefault(source, List.of());
  }

  List<Route> routesOfSource(String source) {
    return routesOfSource.getOrDefault(source, List.of());
  }

  List<String> areasOfSource(String source) {
    return areasOfSource.getOrDefault(source, List.of());
  }

  List<String> areasOfRoute(String routeId) {
    return areasOfRoute.getOrDefault(routeId, List.of());
  }

  Optional<String> areaOfStop(String routeId, String stopId) {
    return Optional.ofNullable(areaOfStopByRoute.getOrDefault(routeId, Map.of()).get(stopId));
  }

  List<String> sourcesOf(String areaId, String stream) {
    return sourcesOfArea.getOrDefault(areaId, Map.of()).getOrDefault(stream, List.of());
  }
}
