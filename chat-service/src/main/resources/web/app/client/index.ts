/** The clients of the native protocol and of notifications. Nothing in here knows the page. */
export { AccessToken, SignInNeeded } from './accessToken';
export { ConfabClient } from './client';
export type { ConnectionState } from './connection';
export { Emitter, Signal, type Unsubscribe } from './emitter';
export { randomId } from './ids';
export { NotificationsClient, type Notification, type NotificationsState, type ReadPush } from './notifications';
export { Outbox, type MessageContent, type Outgoing } from './outbox';
export {
  CommandError,
  type Action,
  type LeftPush,
  type Looking,
  type OnlinePush,
  type PresencePush,
  type PresentUser,
  type QuotedMessage,
  type ServerFrame,
  type StreamEvent,
  type StreamPosition,
  type TypingPush,
  type UserRef,
} from './protocol';
export { RoomSubscription, type RoomListener } from './room';
