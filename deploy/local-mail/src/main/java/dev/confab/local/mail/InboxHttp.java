package dev.confab.local.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page and its JSON. Answers only requests that name this machine as their host, so that no web page elsewhere can
 * read mails through a name that it points here; and takes changes only as JSON or from its own page.
 */
final class InboxHttp implements HttpHandler {
    private static final int SHOWN = 200;
    private static final int RULES_LIMIT_BYTES = 1024 * 1024;
    private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final Pattern MAIL = Pattern.compile("(/api)?/mails/([0-9]{1,18})(/html|/raw)?");
    private static final String POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";
    /** For HTML that somebody mailed: no scripts, no requests, no way back into the page around it. */
    private static final String FOREIGN_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; "
            + "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .build();

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Answer(int status, String type, String policy, byte[] body) {
        static Answer text(int status, String message) {
            return new Answer(status, "text/plain; charset=utf-8", POLICY, message.getBytes(StandardCharsets.UTF_8));
        }

        static Answer page(String html) {
            return new Answer(200, "text/html; charset=utf-8", POLICY, html.getBytes(StandardCharsets.UTF_8));
        }

        static Answer json(Object value) throws JsonProcessingException {
            return new Answer(200, "application/json", POLICY, JSON.writeValueAsBytes(value));
        }
    }

    private final MailStore store;
    private final RecipientRules rules;

    InboxHttp(MailStore store, RecipientRules rules) {
        this.store = store;
        this.rules = rules;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (IllegalArgumentException | JsonProcessingException wrong) {
                answer = Answer.text(400, "bad request\n");
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOCAL.matcher(host).matches()) {
            return Answer.text(403, "ask for localhost\n");
        }
        String path = exchange.getRequestURI().getPath();
        return switch (exchange.getRequestMethod() + " " + path) {
            case "GET /" -> Answer.page(InboxPage.list(list(exchange), recipient(exchange), store.count()));
            case "GET /inbox.css" -> css();
            case "GET /api/mails" ->
                Answer.json(list(exchange).stream().map(InboxHttp::data).toList());
            case "DELETE /api/mails" -> clear();
            case "POST /clear" -> clearFromPage(exchange);
            case "GET /api/rules" -> Answer.json(rules.all());
            case "PUT /api/rules" -> replaceRules(exchange);
            default -> exchange.getRequestMethod().equals("GET") ? mail(path) : Answer.text(404, "not found\n");
        };
    }

    private List<StoredMail> list(HttpExchange exchange) {
        int limit = Optional.ofNullable(query(exchange).get("limit"))
                .map(Integer::parseInt)
                .orElse(SHOWN);
        return store.newest(Math.clamp(limit, 1, MailStore.MOST), recipient(exchange));
    }

    private static Optional<String> recipient(HttpExchange exchange) {
        return Optional.ofNullable(query(exchange).get("to")).filter(to -> !to.isBlank());
    }

    private Answer mail(String path) throws IOException {
        Matcher matcher = MAIL.matcher(path);
        if (!matcher.matches()) {
            return Answer.text(404, "not found\n");
        }
        long id = Long.parseLong(matcher.group(2));
        Optional<byte[]> found = store.content(id);
        if (found.isEmpty()) {
            return Answer.text(404, "there is no such mail, or no longer\n");
        }
        byte[] stored = found.get();
        String view = matcher.group(3);
        if ("/raw".equals(view)) {
            return new Answer(200, "text/plain; charset=utf-8", POLICY, MailParser.original(stored));
        }
        MailContent content = MailParser.content(stored);
        if ("/html".equals(view)) {
            String html = "<!doctype html><base target=\"_blank\">"
                    + Optional.ofNullable(content.html()).orElse("");
            return new Answer(200, "text/html; charset=utf-8", FOREIGN_POLICY, html.getBytes(StandardCharsets.UTF_8));
        }
        StoredMail summary = MailParser.summary(id, new ByteArrayInputStream(stored), stored.length);
        return matcher.group(1) == null
                ? Answer.page(InboxPage.mail(summary, content))
                : Answer.json(data(summary, content));
    }

    private static Map<String, Object> data(StoredMail mail) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", mail.id());
        data.put("receivedAt", mail.receivedAt().toString());
        data.put("sender", mail.sender());
        data.put("recipients", mail.recipients());
        data.put("subject", mail.subject());
        data.put("size", mail.size());
        return data;
    }

    private static Map<String, Object> data(StoredMail mail, MailContent content) {
        Map<String, Object> data = data(mail);
        data.put("headers", content.headers());
        data.put("text", content.text());
        data.put("html", content.html());
        data.put("attachments", content.attachments());
        return data;
    }

    private Answer clear() throws IOException {
        store.clear();
        return Answer.text(200, "");
    }

    /** A form needs no preflight, so the browser has to say that the page is ours. */
    private Answer clearFromPage(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String origin = headers.getFirst("Origin");
        if (origin == null || !origin.equals("http://" + headers.getFirst("Host"))) {
            return Answer.text(403, "only from the page itself\n");
        }
        store.clear();
        exchange.getResponseHeaders().set("Location", "/");
        return Answer.text(303, "");
    }

    private Answer replaceRules(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(RULES_LIMIT_BYTES);
        rules.replace(JSON.readValue(body, new TypeReference<List<RecipientRules.Rule>>() {}));
        return Answer.json(rules.all());
    }

    private static Answer css() throws IOException {
        try (InputStream css = InboxHttp.class.getResourceAsStream("inbox.css")) {
            if (css == null) {
                throw new IllegalStateException("inbox.css is missing");
            }
            return new Answer(200, "text/css; charset=utf-8", POLICY, css.readAllBytes());
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Content-Security-Policy", answer.policy());
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 || head ? -1 : answer.body().length);
        if (!head) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
