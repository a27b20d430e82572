package org.duixian.alert;

import java.util.List;
import java.util.Map;

/** The roles that are told, as people call them. */
final class Roles {
  private static final Map<String, String> ZH =
      Map.of(
          "site-lead", "站点负责人",
          "resident-officer", "留守副科级干部",
          "township-lead", "新设乡镇分管领导",
          "county-bureau", "县级主管部门",
          "operator", "客运经营者",
          "reform-supervisor", "改革督导",
          "data-owner", "数据源责任人");

  private Roles() {}

  static String zh(List<String> roles) {
    return String.join("、", roles.stream().map(role -> ZH.getOrDefault(role, role)).toList());
  }

  static String en(List<String> roles) {
    return String.join(", ", roles);
  }
}
