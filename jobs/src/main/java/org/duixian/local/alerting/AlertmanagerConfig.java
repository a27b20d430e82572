package org.duixian.local.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duixian.local.alerting.Recipients.Channels;
import org.duixian.local.alerting.Recipients.Pace;
import org.duixian.local.alerting.Recipients.Recipient;
import org.duixian.local.alerting.Recipients.Text;

/**
 * The configuration of Alertmanager that {@link Recipients} amount to.
 *
 * <p>Yellow alerts and reminders wait for working hours; red ones do not. What is raised and over
 * is told once each; of a reminder only that it is there.
 */
public final class AlertmanagerConfig {
  static final String OTHERS = "others";
  static final String REMINDER = "/reminder";

  private static final String WORKING_HOURS = "working-hours";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private final Recipients recipients;
  private final String templates;

  /**
   * Of these recipients.
   *
   * @param templates where Alertmanager finds alerting/templates, as seen from its configuration
   */
  public AlertmanagerConfig(Recipients recipients, String templates) {
    this.recipients = recipients;
    this.templates = templates;
  }

  public String yaml() {
    var config = new LinkedHashMap<String, Object>();
    var global = global();
    if (!global.isEmpty()) {
      config.put("global", global);
    }
    config.put("templates", List.of(templates));
    config.put("route", root());
    config.put("inhibit_rules", inhibitions());
    config.put("time_intervals", List.of(workingHours()));
    config.put("receivers", receivers());
    try {
      return "# Made by ./duixian alerts render; edit the recipients instead.\n"
          + YAML.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> global() {
    var global = new LinkedHashMap<String, Object>();
    var email = recipients.email();
    if (email != null) {
      global.put("smtp_from", email.from().value());
      global.put("smtp_smarthost", email.smarthost().value());
      global.put("smtp_require_tls", email.requireTls() == null || email.requireTls());
      if (email.username() != null) {
        global.put("smtp_auth_username", email.username());
        global.put("smtp_auth_password_file", email.passwordFile());
      }
    }
    var wecom = recipients.wecom();
    if (wecom != null) {
      global.put("wechat_api_corp_id", wecom.corpId());
      global.put("wechat_api_secret", secret(wecom.secretFile()));
      if (wecom.apiUrl() != null) {
        global.put("wechat_api_url", wecom.apiUrl());
      }
    }
    return global;
  }

  /** Alertmanager takes no file for this one before 0.26. */
  private static String secret(Text file) {
    try {
      return Files.readString(Path.of(file.value())).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> root() {
    var root = new LinkedHashMap<String, Object>();
    Pace pace = Pace.orProposed(recipients.pace());
    root.put("receiver", OTHERS);
    root.put("group_by", List.of("alertname", "county"));
    root.put("group_wait", pace.groupWait().value());
    root.put("group_interval", pace.groupInterval().value());
    root.put("repeat_interval", pace.repeatRed().value());
    var routes = new ArrayList<Map<String, Object>>();
    for (Recipient each : recipients.recipients()) {
      routes.add(route(each, "red"));
      routes.add(route(each, "yellow"));
      routes.add(route(each, "reminder"));
    }
    root.put("routes", routes);
    return root;
  }

  private Map<String, Object> route(Recipient recipient, String severity) {
    var matchers = new ArrayList<String>();
    matchers.add(equal("role", recipient.role().value()));
    if (!recipient.county().value().equals(Recipients.ANY)) {
      matchers.add(equal("county", recipient.county().value()));
    }
    if (recipient.streams() != null) {
      matchers.add(
          "stream=~\"%s\""
              .formatted(
                  recipient.streams().stream().map(Text::value).collect(Collectors.joining("|"))));
    }
    matchers.add(equal("severity", severity));
    var route = new LinkedHashMap<String, Object>();
    route.put("matchers", matchers);
    route.put("receiver", recipient.receiver() + (severity.equals("reminder") ? REMINDER : ""));
    Pace pace = Pace.orProposed(recipients.pace());
    if (severity.equals("red")) {
      // A further breach in a group that was told of already must not wait for minutes.
      route.put("group_interval", pace.groupWait().value());
    } else {
      route.put("repeat_interval", pace.repeatYellow().value());
      if (!pace.anyHour()) {
        route.put("active_time_intervals", List.of(WORKING_HOURS));
      }
      if (severity.equals("reminder")) {
        route.put("group_by", List.of("county"));
      }
    }
    route.put("continue", true);
    return route;
  }

  private static String equal(String label, String value) {
    return "%s=\"%s\"".formatted(label, value.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static List<Map<String, Object>> inhibitions() {
    return List.of(
        // Who is told red need not hear that the yellow of the same alert is over.
        inhibition(
            List.of("severity=\"red\""),
            List.of("severity=\"yellow\""),
            List.of("alert_id", "role")),
        // A breach of the whole township stands for those of its parts, for whoever is told of it.
        inhibition(
            List.of("scope=\"township\"", "severity=\"red\""),
            List.of("scope=\"part\""),
            List.of("alertname", "township", "role")));
  }

  private static Map<String, Object> inhibition(
      List<String> by, List<String> what, List<String> equal) {
    var rule = new LinkedHashMap<String, Object>();
    rule.put("source_matchers", by);
    rule.put("target_matchers", what);
    rule.put("equal", equal);
    return rule;
  }

  private static Map<String, Object> workingHours() {
    var hours = new LinkedHashMap<String, Object>();
    hours.put("weekdays", List.of("monday:friday"));
    hours.put("times", List.of(Map.of("start_time", "08:30", "end_time", "18:00")));
    hours.put("location", "Asia/Shanghai");
    var interval = new LinkedHashMap<String, Object>();
    interval.put("name", WORKING_HOURS);
    interval.put("time_intervals", List.of(hours));
    return interval;
  }

  private List<Map<String, Object>> receivers() {
    var receivers = new ArrayList<Map<String, Object>>();
    receivers.add(receiver(OTHERS, recipients.others(), true));
    for (Recipient each : recipients.recipients()) {
      receivers.add(receiver(each.receiver(), each.channels(), true));
      receivers.add(receiver(each.receiver() + REMINDER, each.channels(), false));
    }
    return receivers;
  }

  private Map<String, Object> receiver(String name, Channels channels, boolean toldOfTheEnd) {
    var receiver = new LinkedHashMap<String, Object>();
    receiver.put("name", name);
    if (channels.email() != null) {
      var email = new LinkedHashMap<String, Object>();
      email.put("to", channels.email().stream().map(Text::value).collect(Collectors.joining(", ")));
      email.put("send_resolved", toldOfTheEnd);
      email.put("headers", Map.of("Subject", "{{ template \"duixian.subject\" . }}"));
      email.put("html", "{{ template \"duixian.html\" . }}");
      email.put("text", "{{ template \"duixian.text\" . }}");
      receiver.put("email_configs", List.of(email));
    }
    if (channels.wecom() != null) {
      var wecom = new LinkedHashMap<String, Object>();
      wecom.put("agent_id", recipients.wecom().agentId());
      put(wecom, "to_user", channels.wecom().user());
      put(wecom, "to_party", channels.wecom().party());
      put(wecom, "to_tag", channels.wecom().tag());
      wecom.put("message", "{{ template \"duixian.short\" . }}");
      wecom.put("send_resolved", toldOfTheEnd);
      receiver.put("wechat_configs", List.of(wecom));
    }
    var webhooks = new ArrayList<Map<String, Object>>();
    if (channels.webhook() != null) {
      channels.webhook().forEach(url -> webhooks.add(webhook(url.value(), toldOfTheEnd)));
    }
    if (recipients.recordTo() != null) {
      webhooks.add(webhook(recipients.recordTo(), toldOfTheEnd));
    }
    if (!webhooks.isEmpty()) {
      receiver.put("webhook_configs", webhooks);
    }
    return receiver;
  }

  private static Map<String, Object> webhook(String url, boolean toldOfTheEnd) {
    var webhook = new LinkedHashMap<String, Object>();
    webhook.put("url", url);
    webhook.put("send_resolved", toldOfTheEnd);
    return webhook;
  }

  private static void put(Map<String, Object> map, String key, String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
