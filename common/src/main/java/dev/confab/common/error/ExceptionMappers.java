package dev.confab.common.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a resource, or the framework on the way to it, throws into a problem document. */
@ApplicationScoped
class ExceptionMappers {
    private final ProblemResponses problems;

    ExceptionMappers(ProblemResponses problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response confab(ConfabException failure, RoutingContext request) {
        return problems.response(failure, request);
    }

    @ServerExceptionMapper
    Response validation(ConstraintViolationException failure, RoutingContext request) {
        return problems.response(fieldsOf(failure), request);
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure, RoutingContext request) {
        return problems.response(JsonFailure.translate(failure), request);
    }

    @ServerExceptionMapper
    Response status(WebApplicationException failure, RoutingContext request) {
        Response original = failure.getResponse();
        if (original.getStatus() < 400 || original.hasEntity()) {
            return original;
        }
        if (failure.getCause() instanceof JsonProcessingException json) {
            return problems.response(JsonFailure.translate(json), request);
        }
        if (failure instanceof NotFoundException && failure.getCause() != null) {
            // How JAX-RS reports a path or query parameter that cannot be converted to its type.
            return problems.response(
                    new ConfabException(ErrorCode.INVALID_REQUEST, "A parameter in the address has the wrong type."),
                    request);
        }
        Response problem = problems.response(StatusFailure.translate(original.getStatus(), failure), request);
        Object allow = original.getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    @ServerExceptionMapper
    Response authentication(AuthenticationFailedException failure, RoutingContext request) {
        return problems.response(SecurityFailure.translate(failure), request);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException failure, RoutingContext request) {
        return problems.response(SecurityFailure.translate(failure), request);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, RoutingContext request) {
        return problems.response(SecurityFailure.translate(failure), request);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure, RoutingContext request) {
        return problems.response(ConfabException.of(failure), request);
    }

    private static ConfabException fieldsOf(ConstraintViolationException failure) {
        if (failure.getConstraintViolations().stream().anyMatch(ExceptionMappers::isOurFault)) {
            return ConfabException.of(failure);
        }
        List<FieldError> errors = failure.getConstraintViolations().stream()
                .map(violation -> new FieldError(field(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
        String detail = errors.stream()
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; "));
        return new ConfabException(ErrorCode.INVALID_REQUEST, detail, null, errors);
    }

    private static boolean isOurFault(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** The path within the body; for other parameters the parameter's name. */
    private static String field(ConstraintViolation<?> violation) {
        StringBuilder path = new StringBuilder();
        String parameter = "body";
        for (Path.Node node : violation.getPropertyPath()) {
            switch (node.getKind()) {
                case PARAMETER -> parameter = String.valueOf(node.getName());
                case METHOD, CONSTRUCTOR, BEAN, CROSS_PARAMETER, RETURN_VALUE -> {}
                default -> {
                    if (node.isInIterable() && node.getIndex() != null) {
                        path.append('[').append(node.getIndex()).append(']');
                    }
                    if (node.getKind() == ElementKind.PROPERTY) {
                        path.append(path.isEmpty() ? "" : ".").append(node.getName());
                    }
                }
            }
        }
        return path.isEmpty() ? parameter : path.toString();
    }
}
