/** The client of the native protocol. Nothing in here knows the page. */
export { ConfabClient } from './client';
export type { ConnectionState } from './connection';
export { Emitter, Signal, type Unsubscribe } from './emitter';
export { Outbox, type Outgoing } from './outbox';
export {
  CommandError,
  type LeftPush,
  type PresencePush,
  type PresentUser,
  type StreamEvent,
  type StreamPosition,
  type TypingPush,
  type UserRef,
} from './protocol';
export { RoomSubscription, type RoomListener } from './room';
