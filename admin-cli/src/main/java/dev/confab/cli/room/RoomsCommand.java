package dev.confab.cli.room;

import picocli.CommandLine.Command;

/** {@code confab rooms}. */
@Command(
        name = "rooms",
        description = "Rooms, their members and messages.",
        subcommands = {
            ListRoomsCommand.class,
            ShowRoomCommand.class,
            CreateRoomCommand.class,
            DeleteRoomCommand.class,
            MembersCommand.class,
            RoleCommand.class,
            KickCommand.class,
            BanCommand.class,
            UnbanCommand.class,
            BansCommand.class,
            CloseCommand.class,
            ReopenCommand.class,
            SetCommand.class,
            InviteCommand.class,
            ReportsCommand.class,
            HistoryCommand.class,
            SendCommand.class,
            AnnounceCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  confab rooms list",
            "  confab rooms create standup",
            "  confab rooms send standup \"good morning\"",
            "  confab rooms history standup --limit 20 -o json"
        })
public final class RoomsCommand {}
