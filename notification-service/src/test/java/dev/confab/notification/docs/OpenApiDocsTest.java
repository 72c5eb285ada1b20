package dev.confab.notification.docs;

import static io.restassured.RestAssured.given;

import dev.confab.local.test.CommittedFile;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
class OpenApiDocsTest {
    @Test
    void committedDocumentIsTheOneThatIsServed() {
        String served = given().get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        CommittedFile.named("docs/openapi/notification-service.yaml").mustBe(served);
    }
}
