package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("CH-18")
class StorageQuotaTest extends AttachmentScenario {

    @Inject
    AttachmentRepository attachments;

    @Test
    void countsWhatIsKeptOfAPersonInAllRoomsAndOfARoomByAllPeople() {
        String other = room + "_too";
        UUID otherId = open(other, "public");
        upload(alice, room, "a.txt", new byte[] {'a', 'b', 'c', 'd'}).then().statusCode(201);
        String second = upload(alice, other, "b.txt", new byte[] {'a', 'b', 'c'})
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        StorageQuota perUser = new StorageQuota(attachments, bytes(10), Optional.empty());
        assertThatCode(() -> perUser.check(alice.id(), roomId, 3)).doesNotThrowAnyException();
        refused(() -> perUser.check(alice.id(), roomId, 4));
        assertThatCode(() -> perUser.check(bob.id(), roomId, 10)).doesNotThrowAnyException();

        StorageQuota perRoom = new StorageQuota(attachments, Optional.empty(), bytes(10));
        assertThatCode(() -> perRoom.check(bob.id(), roomId, 6)).doesNotThrowAnyException();
        refused(() -> perRoom.check(bob.id(), roomId, 7));
        assertThatCode(() -> perRoom.check(bob.id(), otherId, 7)).doesNotThrowAnyException();

        alice.rest()
                .delete("/api/rooms/{room}/attachments/{id}", other, second)
                .then()
                .statusCode(204);
        assertThatCode(() -> perUser.check(alice.id(), roomId, 6)).doesNotThrowAnyException();
    }

    private static Optional<MemorySize> bytes(long number) {
        return Optional.of(new MemorySize(BigInteger.valueOf(number)));
    }

    private static void refused(ThrowingCallable upload) {
        assertThatExceptionOfType(ConfabException.class)
                .isThrownBy(upload)
                .matches(refusal -> refusal.code() == ErrorCode.QUOTA_EXCEEDED);
    }
}
