package org.duixian.job;

import java.nio.file.Path;
import org.duixian.edge.KafkaAccess;

/**
 * The settings of BaselineJob.
 *
 * @param kafka {@code --kafka host:port,…}, and {@code --kafka.NAME VALUE} for any client property
 * @param group {@code --group}: under which its progress is shown
 * @param reference {@code --reference}: directory of the reference data
 * @param commitments {@code --commitments}: directory of the commitments
 * @param out {@code --out}: the file to write
 */
record BaselineSettings(
    KafkaAccess kafka, String group, Path reference, Path commitments, Path out) {

  /** Reads them all. Throws {@link WrongSetting}, which names the key. */
  static BaselineSettings of(Options options) {
    var settings =
        new BaselineSettings(
            new KafkaAccess(options.text("kafka"), options.below("kafka.")),
            options.text("group", "duixian-baseline"),
            Path.of(options.text("reference")),
            Path.of(options.text("commitments")),
            Path.of(options.text("out")));
    options.refuseUnknown();
    return settings;
  }
}
