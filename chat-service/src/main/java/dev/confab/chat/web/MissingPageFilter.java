package dev.confab.chat.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Shows people, who ask for HTML, a page where there is nothing; programs keep their problem document. */
public class MissingPageFilter {

    @ServerResponseFilter
    public void replace(ContainerRequestContext request, ContainerResponseContext response) {
        boolean page = "GET".equals(request.getMethod()) && wantsHtml(request) && !isApi(request);
        if (response.getStatus() == 404 && page) {
            Cookie theme = request.getCookies().get(Theme.COOKIE);
            TemplateInstance missing = new MissingPage(
                    Theme.of(theme == null ? null : theme.getValue()).wireName());
            response.setEntity(missing.render(), null, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8");
        }
    }

    private static boolean wantsHtml(ContainerRequestContext request) {
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML);
    }

    private static boolean isApi(ContainerRequestContext request) {
        return request.getUriInfo().getPath().startsWith("/api/");
    }
}
