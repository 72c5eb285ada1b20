package dev.confab.chat.account;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** People with names of their own for each test. */
public final class People {
    /** The password of everybody here. */
    public static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String RUN = UUID.randomUUID().toString().substring(0, 6);

    private People() {}

    /** A username that nobody has. */
    public static String freshName(String base) {
        return base + RUN + COUNT.incrementAndGet();
    }

    /** A JSON request. */
    public static RequestSpecification json(Object body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    /** A request of somebody with an access token. */
    public static RequestSpecification as(SignedIn somebody) {
        return given().auth().preemptive().oauth2(somebody.accessToken()).contentType(ContentType.JSON);
    }

    /** Registers somebody new. */
    public static SignedIn register(String base) {
        String name = freshName(base);
        Response response = json(Map.of("username", name, "email", name + "@example.org", "password", PASSWORD))
                .post("/api/auth/register");
        response.then().statusCode(201);
        return SignedIn.of(response);
    }

    /** Signs in once more. */
    public static SignedIn login(String username, String password) {
        Response response =
                json(Map.of("username", username, "password", password)).post("/api/auth/login");
        response.then().statusCode(200);
        return SignedIn.of(response);
    }

    /** The administrator that the first start makes. */
    public static SignedIn admin() {
        return login("admin", "admin of the tests");
    }

    /** What somebody got at login. */
    public record SignedIn(
            String id, String username, String accessToken, String refreshToken, String session, String csrf) {
        static SignedIn of(Response response) {
            return new SignedIn(
                    response.path("user.id"),
                    response.path("user.username"),
                    response.path("accessToken"),
                    response.path("refreshToken"),
                    response.cookie("confab_session"),
                    response.cookie("confab_csrf"));
        }
    }
}
