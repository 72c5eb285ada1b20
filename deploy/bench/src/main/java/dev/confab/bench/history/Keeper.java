package dev.confab.bench.history;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The owner of a private room, who lets people in and throws them out, and sees whether those who are out still get to
 * read anything over REST.
 */
final class Keeper {
    private final Lab lab;
    private final Person owner;
    private final String room;
    private final List<Person> people;
    private final RandomGenerator random;
    private final Set<Person> inside = new HashSet<>();

    Keeper(Lab lab, Person owner, String room, List<Person> people, RandomGenerator random) {
        this.lab = lab;
        this.owner = owner;
        this.room = room;
        this.people = people;
        this.random = random;
    }

    /** Lets the first half in. */
    void begin() throws IOException, InterruptedException {
        for (Person person : people.subList(0, people.size() / 2)) {
            change(person);
        }
    }

    void run() throws InterruptedException {
        while (lab.talking()) {
            Lab.pause(random, 1_500);
            try {
                change(people.get(random.nextInt(people.size())));
            } catch (IOException unanswered) {
                lab.history().breach("membership in " + room + " cannot be changed any more: " + unanswered);
            }
        }
    }

    private void change(Person person) throws IOException, InterruptedException {
        boolean add = !inside.contains(person);
        String path = "/api/rooms/%s/members/%s".formatted(room, person);
        long begun = System.nanoTime();
        Rest.Answer answer = add
                ? lab.insist(owner, random, "PUT", path, Map.of("role", "member"))
                : lab.insist(owner, random, "DELETE", path, null);
        // A repetition finds nobody to remove.
        if (!answer.done() && (add || answer.status() != 404)) {
            throw new IOException(path + ": " + answer);
        }
        lab.history().changed(new MemberChange(room, person.id(), add, begun, System.nanoTime()));
        if (add) {
            inside.add(person);
        } else {
            inside.remove(person);
            probe(person);
        }
    }

    /** Somebody who is out asks any node for what was said. */
    private void probe(Person person) throws InterruptedException {
        for (String path : List.of("/messages?limit=5", "", "/members", "/presence")) {
            try {
                Rest.Answer answer = person.call(lab.anyNode(random), "GET", "/api/rooms/" + room + path);
                lab.totals().probes.increment();
                if (answer.done()) {
                    lab.history()
                            .breach("%s was removed from %s and then read GET /api/rooms/%s%s: %s"
                                    .formatted(person, room, room, path, answer.body()));
                }
            } catch (IOException unanswered) {
                lab.totals().lostAnswers.increment();
            }
        }
    }
}
