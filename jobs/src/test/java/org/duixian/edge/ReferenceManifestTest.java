package org.duixian.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceManifestTest {
  @Test
  void isWrittenAsTheContractSays() throws IOException {
    var message =
        new YAMLMapper()
            .readTree(Path.of("..", "schemas", "asyncapi.yaml").toFile())
            .at("/components/messages/reference-manifest/payload");
    var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(message);
    var file =
        new ReferenceManifest.Entry(
            "reference/areas.csv", ReferenceFiles.sha256(new byte[] {1}), 1);
    var manifest =
        new ReferenceManifest("demo-1", "2020-04-27", "2020-04-26T01:00:00Z", List.of(file));

    assertThat(schema.validate(new JsonMapper().readTree(manifest.write()))).isEmpty();
  }
}
