package org.duixian.commitment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whom a commitment's alerts can be for; no person. */
public enum Role {
  SITE_LEAD("站点负责人"),
  RESIDENT_OFFICER("留守副科级干部"),
  TOWNSHIP_LEAD("新设乡镇分管领导"),
  COUNTY_BUREAU("县级主管部门"),
  OPERATOR("客运经营者"),
  REFORM_SUPERVISOR("改革督导"),
  DATA_OWNER("数据源责任人"),
  AUDITOR("审计");

  private final String zh;

  Role(String zh) {
    this.zh = zh;
  }

  /** As files and records call it, such as site-lead. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String zh() {
    return zh;
  }

  public static Optional<Role> find(String code) {
    return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
  }

  public static List<String> codes() {
    return Arrays.stream(values()).map(Role::code).toList();
  }
}
