import type { UserRef } from '../../client';

/** The name that guests share; nobody has an account of that name. */
const GUEST = 'Anonymous';

/** Guests have no account: they can be neither named nor called nor kept away. */
export const isGuest = ({ username }: UserRef): boolean => username === GUEST;
