// Rooms of Socket.IO with its Redis adapter, as its documentation sets it up. Arguments: port, address of Redis.
const { createServer } = require("node:http");
const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");
const { Server } = require("socket.io");

const [port, redis] = process.argv.slice(2);
const publisher = createClient({ url: redis });
const subscriber = publisher.duplicate();
Promise.all([publisher.connect(), subscriber.connect()]).then(() => {
  const server = createServer();
  const io = new Server(server, { transports: ["websocket"], adapter: createAdapter(publisher, subscriber) });
  io.on("connection", (socket) => {
    let room;
    socket.on("join", (name, done) => {
      room = name;
      socket.join(name);
      done();
    });
    socket.on("say", (text) => io.to(room).emit("said", text));
  });
  server.listen(Number(port), "127.0.0.1");
});
