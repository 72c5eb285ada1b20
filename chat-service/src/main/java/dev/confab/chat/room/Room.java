package dev.confab.chat.room;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A room as it is stored. {@link RoomRepository#insertIfAbsent} stores it, because racing creators need a statement
 * that Hibernate does not generate.
 */
@Entity
@Table(name = "room")
class Room {

    @Id
    private UUID id;

    private String name;

    /** {@link RoomName#searchForm} of the name. */
    @Column(name = "search_name")
    private String searchName;

    @Enumerated(EnumType.STRING)
    private Visibility visibility;

    @Enumerated(EnumType.STRING)
    private RoomKind kind;

    /** The two people of a direct conversation, see {@code ConversationService}. */
    private @Nullable String pair;

    private @Nullable String topic;

    @Enumerated(EnumType.STRING)
    @Column(name = "default_role")
    private MemberRole defaultRole;

    @Column(name = "slow_mode_seconds")
    private int slowModeSeconds;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(name = "banned_words")
    private List<String> bannedWords;

    /** Null: for ever. */
    @Column(name = "retention_days")
    private @Nullable Integer retentionDays;

    /** Since when nobody may post. */
    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "created_by")
    private UUID createdBy;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    /** The place in the lobby, see {@link RoomActivity}. */
    @Column(name = "active_at")
    private Instant activeAt;

    /** For Hibernate, which fills every field. */
    protected Room() {}

    /** A channel. */
    Room(UUID id, RoomName name, Visibility visibility, UUID createdBy, Instant now) {
        this(id, name, visibility, RoomKind.CHANNEL, null, createdBy, now);
    }

    Room(
            UUID id,
            RoomName name,
            Visibility visibility,
            RoomKind kind,
            @Nullable String pair,
            UUID createdBy,
            Instant now) {
        this.id = id;
        this.name = name.value();
        this.searchName = RoomName.searchForm(name.value());
        this.visibility = visibility;
        this.kind = kind;
        this.pair = pair;
        this.defaultRole = MemberRole.MEMBER;
        this.bannedWords = List.of();
        this.createdBy = createdBy;
        this.createdAt = now;
        this.updatedAt = now;
        this.activeAt = now;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String searchName() {
        return searchName;
    }

    Visibility visibility() {
        return visibility;
    }

    RoomKind kind() {
        return kind;
    }

    @Nullable
    String pair() {
        return pair;
    }

    @Nullable
    String topic() {
        return topic;
    }

    MemberRole defaultRole() {
        return defaultRole;
    }

    int slowModeSeconds() {
        return slowModeSeconds;
    }

    List<String> bannedWords() {
        return bannedWords;
    }

    @Nullable
    Integer retentionDays() {
        return retentionDays;
    }

    @Nullable
    Instant closedAt() {
        return closedAt;
    }

    /** Whether it is another one now; so do the other methods. */
    boolean changeTopic(@Nullable String wanted) {
        boolean changed = !Objects.equals(topic, wanted);
        topic = wanted;
        return changed;
    }

    boolean changeVisibility(Visibility wanted) {
        boolean changed = visibility != wanted;
        visibility = wanted;
        return changed;
    }

    boolean changeSlowMode(int seconds) {
        boolean changed = slowModeSeconds != seconds;
        slowModeSeconds = seconds;
        return changed;
    }

    boolean changeBannedWords(List<String> wanted) {
        boolean changed = !bannedWords.equals(wanted);
        bannedWords = wanted;
        return changed;
    }

    boolean changeRetention(@Nullable Integer days) {
        boolean changed = !Objects.equals(retentionDays, days);
        retentionDays = days;
        return changed;
    }

    boolean changeDefaultRole(MemberRole wanted) {
        boolean changed = defaultRole != wanted;
        defaultRole = wanted;
        return changed;
    }

    UUID createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    Instant activeAt() {
        return activeAt;
    }

    RoomRef ref() {
        return new RoomRef(id, name, visibility, kind);
    }
}
