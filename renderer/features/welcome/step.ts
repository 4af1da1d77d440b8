/** Where the person is on the way to a workspace. */
export type WelcomeStep = 'start' | 'demonstration' | 'sandbox' | 'production' | 'restore' | 'bundle';
