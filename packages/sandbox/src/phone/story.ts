/** What the product's own store says of the sandbox's business: plain data, read by the server and shown as it is. */
export type Story = {
  /** Newest first. */
  readonly conversations: readonly StoryConversation[];
  /** Newest first. */
  readonly decisions: readonly StoryDecision[];
  /** Newest first. */
  readonly notices: readonly StoryNotice[];
  readonly crm: StoryCrm;
};

/** What a member of staff is told. */
export type StoryNotice = {
  readonly id: string;
  /** When it was told; while it waits: when it will be. ISO 8601. */
  readonly at: string;
  readonly channel: 'email' | 'slack' | 'text';
  /** An address or a number in E.164; empty where only the settings know it. */
  readonly to: string;
  readonly headline: string;
  readonly urgent: boolean;
  readonly state: 'waiting' | 'sending' | 'sent' | 'withdrawn' | 'failed' | 'unknown';
  /** Why it was not told, or not yet. */
  readonly why: string | null;
  /** What they can do from it. */
  readonly links: readonly { readonly label: string; readonly href: string }[];
};

export type StoryConversation = {
  readonly id: string;
  /** E.164; null: the number was withheld. */
  readonly phone: string | null;
  readonly state: 'automated' | 'needs-person' | 'with-person' | 'closed';
  readonly urgent: boolean;
  /** `dueAt` is ISO 8601. */
  readonly task: { readonly subject: string; readonly dueAt: string } | null;
};

export type StoryDecision = {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** The number in E.164, or words for a caller without one. */
  readonly caller: string;
  /** What was decided about, in the owner's words: "Missed call". */
  readonly about: string;
  readonly decision: 'text' | 'hold' | 'withhold' | 'none';
  readonly reasons: readonly StoryReason[];
};

export type StoryReason = {
  readonly rule: string;
  readonly outcome: 'allow' | 'hold' | 'withhold' | 'note';
  /** One sentence for the owner. */
  readonly detail: string;
};

export type StoryCrm = {
  readonly connected: boolean;
  /** The account as the CRM names it. */
  readonly account: string | null;
  /** What is wrong and what to do. */
  readonly problem: string | null;
};
