package org.duixian.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duixian.commitment.Commitment;

/** The roles that are told of an alert, and how people call them. */
final class Roles {
  static final String SITE_LEAD = "site-lead";
  static final String TOWNSHIP_LEAD = "township-lead";
  static final String COUNTY_BUREAU = "county-bureau";
  static final String REFORM_SUPERVISOR = "reform-supervisor";
  static final String DATA_OWNER = "data-owner";
  static final String AUDITOR = "auditor";

  /** Who is told when nobody acknowledges: the first who has not been told yet. */
  private static final List<String> UPWARDS =
      List.of(TOWNSHIP_LEAD, COUNTY_BUREAU, REFORM_SUPERVISOR);

  private static final Map<String, String> ZH = new LinkedHashMap<>();

  static {
    ZH.put(SITE_LEAD, "站点负责人");
    ZH.put("resident-officer", "留守副科级干部");
    ZH.put(TOWNSHIP_LEAD, "新设乡镇分管领导");
    ZH.put(COUNTY_BUREAU, "县级主管部门");
    ZH.put("operator", "客运经营者");
    ZH.put(REFORM_SUPERVISOR, "改革督导");
    ZH.put(DATA_OWNER, "数据源责任人");
    ZH.put(AUDITOR, "审计");
  }

  private Roles() {}

  /** Who can do something about an alert: an auditor only reads. */
  static Set<String> mayAct() {
    var roles = new LinkedHashSet<>(ZH.keySet());
    roles.remove(AUDITOR);
    return roles;
  }

  /** Who is asked to acknowledge and to act. */
  static List<String> asked(String severity, Commitment commitment) {
    return severity.equals(AlertLife.RED)
        ? commitment.recipientsBreached()
        : commitment.recipientsAtRisk();
  }

  /** Who has been told by this step: those whom it concerns while yellow hear of red, too. */
  static List<String> told(AlertLife.Step step, Commitment commitment) {
    var roles = new LinkedHashSet<>(commitment.recipientsAtRisk());
    if (step.overdue()) {
      UPWARDS.stream().filter(role -> !roles.contains(role)).findFirst().ifPresent(roles::add);
    }
    if (step.severity().equals(AlertLife.RED)) {
      roles.addAll(commitment.recipientsBreached());
      roles.add(COUNTY_BUREAU);
      roles.add(REFORM_SUPERVISOR);
    }
    if (step.audited()) {
      roles.add(AUDITOR);
    }
    return new ArrayList<>(roles);
  }

  static String zh(String role) {
    return ZH.getOrDefault(role, role);
  }

  static String zh(List<String> roles) {
    return String.join("、", roles.stream().map(Roles::zh).toList());
  }

  static String en(List<String> roles) {
    return String.join(", ", roles);
  }
}
