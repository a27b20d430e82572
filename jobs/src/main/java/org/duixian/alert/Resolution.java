package org.duixian.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an alert was resolved, as people read it. */
public enum Resolution {
  RECOVERED("已有3个服务日达标", "已恢复,积压数据补算后结果自动更正"),
  EXPIRED("已无足够数据评定,到期关闭,不作达标处理"),
  NOT_IN_FORCE("承诺不再生效"),
  RULE_CHANGED("规则已变更", "按新版基础数据不再上报"),
  EXCLUDED("窗口内各日均属事先公告的例外,不作评定"),
  RESTATED("迟到数据表明当时已兑现,结果已更正");

  private final String zh;
  private final String zhOfSource;

  Resolution(String zh) {
    this(zh, zh);
  }

  Resolution(String zh, String zhOfSource) {
    this.zh = zh;
    this.zhOfSource = zhOfSource;
  }

  public String zh() {
    return zh;
  }

  /** Of a source that was silent. */
  public String zhOfSource() {
    return zhOfSource;
  }

  /** By the code of records, such as not_in_force; none while the alert is open. */
  public static Optional<Resolution> find(String code) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(code))
        .findFirst();
  }
}
