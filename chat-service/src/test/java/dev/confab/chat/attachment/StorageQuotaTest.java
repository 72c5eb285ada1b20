package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.task.TaskClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
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

    @Inject
    AttachmentViews views;

    @Inject
    TaskClient tasks;

    @Inject
    ChannelLayer layer;

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

    @Test
    void holdsWhenManyAreStoredAtTheSameTime() throws Exception {
        for (int round = 0; round < 5; round++) {
            UUID owner = UUID.randomUUID();
            UploadStore ofOnePerson = store(new StorageQuota(attachments, bytes(10), Optional.empty()));
            assertThat(stored(Race.of(8, _ -> add(ofOnePerson, roomId, owner))))
                    .as("of three bytes each")
                    .isEqualTo(3);
            assertThat(attachments.sizeOfUser(owner)).isEqualTo(9);

            UUID full = open(TestRooms.uniqueName("full"), "public");
            UploadStore ofOneRoom = store(new StorageQuota(attachments, Optional.empty(), bytes(10)));
            assertThat(stored(Race.of(8, _ -> add(ofOneRoom, full, UUID.randomUUID()))))
                    .isEqualTo(3);
            assertThat(attachments.sizeInRoom(full)).isEqualTo(9);
        }
    }

    @Test
    void holdsForPeopleAndRoomsAtTheSameTimeWithoutThemWaitingForEachOther() throws Exception {
        UploadStore both = store(new StorageQuota(attachments, bytes(10), bytes(10)));
        List<UUID> owners = List.of(UUID.randomUUID(), UUID.randomUUID());
        List<UUID> full = List.of(roomId, open(TestRooms.uniqueName("other"), "public"));
        Race.of(16, number -> add(both, full.get(number % 2), owners.get(number / 2 % 2)));

        for (int i = 0; i < 2; i++) {
            assertThat(attachments.sizeOfUser(owners.get(i))).isBetween(1L, 10L);
            assertThat(attachments.sizeInRoom(full.get(i))).isBetween(1L, 10L);
        }
    }

    private UploadStore store(StorageQuota quota) {
        return new UploadStore(attachments, views, tasks, layer, quota);
    }

    /** Whether a file of three bytes was stored; it was not if there is no space left. */
    private static boolean add(UploadStore store, UUID roomOf, UUID owner) {
        UploadedFile file = new UploadedFile("a.txt", 3, "text/plain", AttachmentKind.FILE);
        Attachment attachment = new Attachment(Uuid7.create(), roomOf, owner, file, Instant.now());
        try {
            QuarkusTransaction.requiringNew().call(() -> store.add(attachment));
            return true;
        } catch (ConfabException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
            return false;
        }
    }

    private static long stored(List<Boolean> tries) {
        return tries.stream().filter(stored -> stored).count();
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
